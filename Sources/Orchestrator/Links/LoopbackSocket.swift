package import Core
import Glibc
import Runtime

/// A plain blocking TCP socket of 127.0.0.1, for probes and for measuring.
package final class LoopbackSocket: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Bound to a port of its own: the given one, or any.
    ///
    /// - Throws: ``HarnessError`` with code 75.
    package static func bound(to port: UInt16 = 0) throws(HarnessError) -> LoopbackSocket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure("no socket can be made") }
        let made = LoopbackSocket(descriptor)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        guard LoopbackAddress.with(port, { bind(descriptor, $0, $1) }) == 0 else {
            throw failure("no port can be taken")
        }
        return made
    }

    /// Its own port.
    package var port: UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// False when nobody listens there.
    ///
    /// - Throws: ``HarnessError`` with code 75 for any other reason.
    package func connect(to port: UInt16) throws(HarnessError) -> Bool {
        if LoopbackAddress.with(port, { Glibc.connect(descriptor, $0, $1) }) == 0 { return true }
        guard errno == ECONNREFUSED else { throw Self.failure("port \(port) cannot be reached") }
        return false
    }

    package func listen() throws(HarnessError) {
        guard Glibc.listen(descriptor, 16) == 0 else { throw Self.failure("nobody can listen on port \(port)") }
    }

    /// The next connection; nil when there will be none.
    package func accept() -> LoopbackSocket? {
        let accepted = Glibc.accept(descriptor, nil, nil)
        guard accepted >= 0 else { return nil }
        var on: Int32 = 1
        setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return LoopbackSocket(accepted)
    }

    /// False when the connection is broken.
    package func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.send(
                descriptor,
                bytes.baseAddress.map { $0 + sent },
                bytes.count - sent,
                Int32(MSG_NOSIGNAL)
            )
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// How many came, at least one; 0 at the end, and when the connection is broken.
    package func receive(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
        max(0, recv(descriptor, bytes.baseAddress, bytes.count, 0))
    }

    /// No more is sent.
    package func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

    private static func failure(_ what: String) -> HarnessError {
        HarnessError(.environment, "\(what) on 127.0.0.1: \(systemMessage(errno))")
    }
}
