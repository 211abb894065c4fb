import Core
import FoundationEssentials

extension RunFolder {
    /// For people, one file that needs nothing else.
    package var report: String { path + "/report.html" }

    /// A folder that an earlier run left, by a path as it was typed.
    package static func at(_ path: String) -> RunFolder {
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return RunFolder(path: whole.count > 1 && whole.hasSuffix("/") ? String(whole.dropLast()) : whole)
    }

    /// A JSON document of the folder; nil where it is not there.
    ///
    /// - Throws: ``HarnessError`` where it cannot be read.
    func read<Value: Decodable>(_ type: Value.Type, from file: String) throws(HarnessError) -> Value? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        do {
            return try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: file)))
        } catch {
            throw HarnessError(
                .usage,
                "cannot read \(file): \(error)",
                remedy: "it may be of another version of rollcall, or damaged"
            )
        }
    }
}
