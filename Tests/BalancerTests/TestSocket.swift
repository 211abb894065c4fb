import Glibc
import Synchronization

@testable import Runtime

/// A TCP connection of a test with blocking calls, so that a FIN and a RST can be told apart. Calls belong into
/// ``blocking(_:)``.
final class TestSocket: Sendable {
    enum Received: Hashable {
        case bytes([UInt8])
        /// FIN.
        case end
        /// RST.
        case reset
    }

    /// How long a test waits for anything, in seconds.
    private static let patience = 20

    private let descriptor: Int32
    private let isOpen = Mutex(true)

    init(descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    convenience init(port: UInt16) throws {
        self.init(descriptor: socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close()
            throw TestFailure("cannot connect to \(port)")
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw TestFailure("cannot send: \(systemMessage(errno))") }
            rest = rest.dropFirst(count)
        }
    }

    func receive() throws -> Received {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return .bytes(Array(buffer.prefix(count))) }
        if count == 0 { return .end }
        if errno == ECONNRESET { return .reset }
        throw TestFailure("nothing came: \(systemMessage(errno))")
    }

    /// All that comes, and how it ends.
    func receiveAll() throws -> (bytes: [UInt8], ending: Received) {
        var all: [UInt8] = []
        while true {
            let next = try receive()
            guard case .bytes(let bytes) = next else { return (all, next) }
            all += bytes
        }
    }

    /// Up to the empty line behind a head; whatever more came with it is there too.
    func receiveHead() throws -> String {
        var all: [UInt8] = []
        while all.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
            guard case .bytes(let bytes) = try receive() else { break }
            all += bytes
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// FIN; the other direction stays open.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Once is enough, and more does no harm: the number may be somebody else's by then.
    func close() {
        isOpen.withLock { isOpen in
            if isOpen { Glibc.close(descriptor) }
            isOpen = false
        }
    }

    /// RST.
    func reset() {
        var lingering = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
        close()
    }
}

/// What a test waited for did not come.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Runs blocking calls on a thread of their own.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        BlockingThread.start { continuation.resume(with: Result { try body() }) }
    }
}
