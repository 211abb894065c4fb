import Core
import FoundationEssentials

extension RunFolder {
    /// Most bytes of a document that are read.
    static let documentBytesMax = 1 << 30

    /// A JSON document of the folder; nil where it is not there.
    ///
    /// - Throws: ``HarnessError`` where it cannot be read.
    func read<Value: Decodable>(_ type: Value.Type, from file: String) throws(HarnessError) -> Value? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        do {
            return try JSONDecoder().decode(type, from: Data(BoundedFile.read(file, atMost: Self.documentBytesMax)))
        } catch {
            if let error = error as? HarnessError { throw error }
            throw HarnessError(
                .usage,
                "cannot read \(file): \(error)",
                remedy: "it may be of another version of rollcall, or damaged"
            )
        }
    }
}
