import Core
import Glibc
import Runtime

/// A port of 127.0.0.1 that stays ours while nobody listens on it: the socket is bound and never listens, so whoever
/// connects meanwhile gets ECONNREFUSED, and with SO_REUSEADDR a listener can be put beside it at any time.
final class PortReserve {
    let port: UInt16
    private let descriptor: Int32

    /// - Throws: ``HarnessError`` with code 75.
    init(except taken: Set<UInt16>) throws {
        var tried = taken
        var random = SystemRandomNumberGenerator()
        while true {
            let port = try FreePorts.next(using: &random, except: tried)
            if let descriptor = Self.socket(boundTo: port) {
                (self.port, self.descriptor) = (port, descriptor)
                return
            }
            tried.insert(port)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Nil when somebody else has it.
    static func socket(boundTo port: UInt16) -> Int32? {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
