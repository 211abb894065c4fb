import Core
import Glibc
import Runtime

/// A log that children append to by themselves: what they wrote is there whatever becomes of us.
package struct LogFile: Hashable, Sendable {
    package let path: String
    /// Where the present life of the child begins in the file, in bytes.
    let start: Int

    /// How much of the end is looked at for the last lines, in bytes.
    private static let tailBytesMax = 16 << 10

    init(path: String) {
        self.path = path
        var info = stat()
        start = stat(path, &info) == 0 ? Int(info.st_size) : 0
    }

    /// A descriptor for a child to append to.
    func open() throws(HarnessError) -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HarnessError(.environment, "the log \(path) cannot be written: \(systemMessage(errno))")
        }
        return descriptor
    }

    /// The last lines of the present life; empty when there are none.
    package func tail(lines count: Int) -> [String] {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        let end = Int(lseek(descriptor, 0, SEEK_END))
        let from = max(start, end - Self.tailBytesMax)
        guard end > from else { return [] }
        var bytes = [UInt8](repeating: 0, count: end - from)
        let got = pread(descriptor, &bytes, bytes.count, off_t(from))
        guard got > 0 else { return [] }
        var lines = bytes[..<got].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        // The first one may have been cut.
        if from > start, lines.count > 1 { lines.removeFirst() }
        return Array(lines.suffix(count))
    }
}
