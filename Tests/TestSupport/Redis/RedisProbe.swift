import Glibc

/// Asks a Redis on 127.0.0.1 for a sign of life, without a client library and without holding a thread.
enum RedisProbe {
    /// Whether it serves clients: a password that it asks for counts, loading does not.
    static func answers(port: UInt16, until deadline: ContinuousClock.Instant) async -> Bool {
        guard let socket = TCPSocket.connect(port: port) else { return false }
        defer { socket.close() }
        guard socket.send(Array("PING\r\n".utf8)) else { return false }
        var reply: [UInt8] = []
        while ContinuousClock.now < deadline {
            switch socket.receive() {
            case .bytes(let bytes): reply += bytes
            case .ended: return false
            case .nothingYet: try? await Task.sleep(for: .milliseconds(1))
            }
            if Task.isCancelled { return false }
            if reply.last == UInt8(ascii: "\n") { break }
        }
        let text = String(decoding: reply, as: UTF8.self)
        return text.hasPrefix("+PONG") || text.hasPrefix("-NOAUTH")
    }
}
