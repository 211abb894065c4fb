import Glibc

/// Ports of 127.0.0.1 that nobody uses.
package enum FreePort {
    /// A port that was free a moment ago. The kernel goes round all of them before it gives one again, so it stays free
    /// long enough.
    package static func find() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw FreePortError(errno) }
        defer { close(descriptor) }
        var address = TCPSocket.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard result == 0 else { throw FreePortError(errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Whether somebody accepts connections there.
    package static func isServed(_ port: UInt16) -> Bool {
        guard let socket = TCPSocket.connect(port: port) else { return false }
        socket.close()
        return true
    }
}

/// The kernel gave no port.
package struct FreePortError: Error, CustomStringConvertible {
    package let description: String

    init(_ code: Int32) {
        description = "no free port on 127.0.0.1: \(String(cString: strerror(code)))"
    }
}
