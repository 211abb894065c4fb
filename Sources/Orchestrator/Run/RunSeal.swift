import Core
import FoundationEssentials

/// `seal.json`, the last file that a run writes: checksums of its documents. Histories have checksums of their own.
struct RunSeal: Codable, Hashable, Sendable {
    /// Version of this file.
    var format = 1
    /// By the name of the file: 16 hexadecimal digits.
    var checksums: [String: String] = [:]

    /// What is found of one file.
    enum Finding: Hashable, Sendable {
        /// It is as the run left it.
        case intact
        /// It is not.
        case altered
        /// The run did not come to its end, so nothing was sealed.
        case unsealed
    }

    /// Most bytes of the file that are read.
    private static let bytesMax = 1 << 16

    /// The checksum of a file's bytes.
    static func checksum(_ bytes: some Sequence<UInt8>) -> String {
        HexText.word(Array(bytes).withUnsafeBytes { MessageChecksum.of($0) })
    }

    /// Whether these are the bytes that the run left in a file of its folder.
    static func look(at bytes: some Sequence<UInt8>, of file: String, in folder: RunFolder) -> Finding {
        guard FileManager.default.fileExists(atPath: folder.seal) else { return .unsealed }
        guard let stored = try? BoundedFile.read(folder.seal, atMost: bytesMax),
            let seal = try? JSONDecoder().decode(RunSeal.self, from: Data(stored)), seal.format == RunSeal().format,
            let wanted = seal.checksums[String(file.split(separator: "/").last ?? "")]
        else { return .altered }
        return wanted == checksum(bytes) ? .intact : .altered
    }
}

extension RunFolder {
    /// What tells whether the documents are as the run left them.
    var seal: String { path + "/seal.json" }

    /// Seals `run.json`, `verdict.json` and `result.json` as they are.
    ///
    /// - Throws: ``HarnessError`` with 75 where the seal cannot be written.
    func writeSeal() throws(HarnessError) {
        var seal = RunSeal()
        for file in [manifest, verdict, result] {
            guard let bytes = try? BoundedFile.read(file, atMost: 1 << 30) else { continue }
            seal.checksums[String(file.split(separator: "/").last ?? "")] = RunSeal.checksum(bytes)
        }
        try write(seal, to: self.seal)
    }
}
