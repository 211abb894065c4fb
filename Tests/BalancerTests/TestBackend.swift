import Core
import Glibc
import Synchronization

@testable import Runtime

/// A server in the test process that stands for a node. What it does with a connection is the test's; questions for its
/// health it answers by itself.
final class TestBackend: Sendable {
    /// Gets the head of the request, and closes the socket.
    typealias Serve = @Sendable (_ node: NodeID, _ socket: TestSocket, _ head: String) throws -> Void

    let address: NodeAddress
    private let listener: Int32
    private let isStopped = Mutex(false)
    private let health = Mutex("200 OK")

    var node: NodeID { address.node }

    init(_ number: UInt32, serve: @escaping Serve = TestBackend.sayName) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw TestFailure("cannot listen") }
        self.address = NodeAddress(node: NodeID(number), port: UInt16(bigEndian: address.sin_port))
        BlockingThread.start { [self] in
            while case let accepted = accept(descriptor, nil, nil), accepted >= 0 {
                BlockingThread.start { self.take(TestSocket(descriptor: accepted), serve) }
            }
            // Only here: nobody accepts any more from a number that may be somebody else's.
            close(descriptor)
        }
    }

    /// What `/health` is answered from now on.
    func say(_ status: String) {
        health.withLock { $0 = status }
    }

    /// Nobody listens at its port any more.
    func stop() {
        isStopped.withLock { isStopped in
            if !isStopped { shutdown(listener, Int32(SHUT_RDWR)) }
            isStopped = true
        }
    }

    private func take(_ socket: TestSocket, _ serve: Serve) {
        guard let head = try? socket.receiveHead(), !head.isEmpty else { return socket.close() }
        guard head.hasPrefix("GET /health ") else {
            try? serve(node, socket, head)
            return
        }
        try? socket.send("HTTP/1.1 \(health.withLock { $0 })\r\nContent-Length: 0\r\n\r\n")
        socket.close()
    }

    static let sayName: Serve = { node, socket, _ in
        try socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n\(node)")
        socket.close()
    }
}
