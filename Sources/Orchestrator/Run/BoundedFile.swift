import Core
import Glibc

/// Reads files whose size nobody has promised, and what is no plain file, such as a pipe.
enum BoundedFile {
    private static let pieceBytes = 64 << 10

    /// The first bytes of a file, at most `limit`.
    static func read(_ path: String, atMost limit: Int) throws(HarnessError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let wanted = min(pieceBytes, limit - bytes.count)
            var count = 0
            bytes.append(
                contentsOf: [UInt8](unsafeUninitializedCapacity: wanted) { buffer, used in
                    count = Glibc.read(file, buffer.baseAddress, wanted)
                    used = max(0, count)
                }
            )
            if count == 0 { break }
            if count < 0, errno != EINTR { throw unreadable(path) }
        }
        return bytes
    }

    private static func unreadable(_ path: String) -> HarnessError {
        HarnessError(
            .usage,
            "cannot read \(path): \(String(cString: strerror(errno)))",
            remedy: "check its permissions"
        )
    }
}
