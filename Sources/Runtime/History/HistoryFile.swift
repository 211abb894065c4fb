package import Core
import Glibc

/// A history file, read in pieces so that its size does not matter.
package struct HistoryFile: HistorySource {
    package let name: String
    private let path: String

    /// Bytes of one read.
    private static let pieceSize = 1 << 20
    /// Bytes of the strings beside a history that are looked at; more than any writer of ours keeps in practice.
    private static let stringsMax = 64 << 20

    /// `name` as in the manifest, relative to `folder`.
    package init(name: String, in folder: String) {
        self.name = name
        path = folder.isEmpty ? name : folder + "/" + name
    }

    /// The beginning alone; nil where it cannot be read.
    package func header() -> HistoryHeader? {
        var bytes: [UInt8] = []
        try? Self.forEachPiece(of: path, atMost: HistoryHeader.size) { bytes.append(contentsOf: $0) }
        return bytes.withUnsafeBytes { try? HistoryHeader.decode($0).header }
    }

    package func read(of run: RunID?, _ records: (UnsafeRawBufferPointer) -> Void) -> HistoryCondition {
        var decoder = HistoryDecoder(run: run)
        do throws(HistoryFileError) {
            try Self.forEachPiece(of: path, atMost: .max) { decoder.feed($0, records) }
        } catch {
            var condition = decoder.finish()
            condition.ending = error.errno == ENOENT ? .missing : .unreadable(String(cString: strerror(error.errno)))
            return condition
        }
        return decoder.finish()
    }

    package func strings() -> HistoryStringTable {
        var bytes: [UInt8] = []
        try? Self.forEachPiece(of: HistoryNaming.strings(of: path), atMost: Self.stringsMax) {
            bytes.append(contentsOf: $0)
        }
        return HistoryStringTable(lines: bytes)
    }

    private static func forEachPiece(
        of path: String,
        atMost bound: Int,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(HistoryFileError) {
        // A pipe in place of a file must not hold anybody up.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw HistoryFileError(.cannotOpen, path: path, errno: errno) }
        defer { close(file) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 4_096)
        defer { piece.deallocate() }
        var total = 0
        while total < bound {
            let count = Glibc.read(file, piece.baseAddress, min(pieceSize, bound - total))
            if count > 0 {
                total += count
                body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            } else if count == 0 {
                return
            } else if errno != EINTR {
                throw HistoryFileError(.cannotRead, path: path, errno: errno)
            }
        }
    }
}
