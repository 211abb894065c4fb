package import Core
import Glibc

/// Who holds a socket, from the kernel's tables.
package enum SocketOwners {
    /// Connections of IPv4 as the kernel sees them now.
    package static func table() -> TCPTable {
        TCPTable(parsing: String(decoding: read("/proc/net/tcp"), as: UTF8.self))
    }

    /// The process, one of `candidates`, that holds the end of a connection with the port `local`; nil when it is none of
    /// them, or has closed it.
    static func owner(local: UInt16, remote: UInt16, among candidates: [Int32]) -> Int32? {
        guard let entry = entry(local: local, remote: remote), entry.inode != 0 else { return nil }
        let wanted = "socket:[\(entry.inode)]"
        return candidates.first { holds($0, wanted) }
    }

    /// One line of the table. It may have ten thousand, most of connections that are over, so the others are not parsed.
    private static func entry(local: UInt16, remote: UInt16) -> TCPTable.Entry? {
        let bytes = read("/proc/net/tcp") + [0]
        let wanted = "0100007F:\(hexadecimal(local)) 0100007F:\(hexadecimal(remote)) "
        let start = bytes.withUnsafeBytes { text in
            text.baseAddress.flatMap { base in
                strstr(base.assumingMemoryBound(to: CChar.self), wanted)
                    .map { base.distance(to: UnsafeRawPointer($0)) }
            }
        }
        guard let start else { return nil }
        let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
        return TCPTable(parsing: "head\n0: " + String(decoding: line, as: UTF8.self)).entries.first
    }

    private static func hexadecimal(_ port: UInt16) -> String {
        let digits = String(port, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func holds(_ process: Int32, _ wanted: String) -> Bool {
        let folder = "/proc/\(process)/fd"
        guard let directory = opendir(folder) else { return false }
        defer { closedir(directory) }
        var target = [CChar](repeating: 0, count: 64)
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let count = readlink("\(folder)/\(name)", &target, target.count)
            if count > 0, target.prefix(count).map(UInt8.init(bitPattern:)).elementsEqual(wanted.utf8) { return true }
        }
        return false
    }

    private static func read(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = Glibc.read(descriptor, &piece, piece.count), count > 0 { text += piece[..<count] }
        return text
    }
}
