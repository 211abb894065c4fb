import Glibc

/// Asks a Redis on 127.0.0.1 something, without a client library and without holding a thread.
enum RedisProbe {
    /// Whether it serves clients: a password that it asks for counts, loading does not.
    static func answers(port: UInt16, until deadline: ContinuousClock.Instant) async -> Bool {
        guard let text = await reply(to: "PING", port: port, until: deadline) else { return false }
        return text.hasPrefix("+PONG") || text.hasPrefix("-NOAUTH")
    }

    /// What it answers to an inline command, as it stands on the wire: a line, or a bulk string with its length. nil where
    /// there is no answer in time.
    static func reply(
        to command: String,
        port: UInt16,
        password: String? = nil,
        until deadline: ContinuousClock.Instant
    ) async -> String? {
        guard let socket = TCPSocket.connect(port: port) else { return nil }
        defer { socket.close() }
        let login = password.map { "AUTH \($0)\r\n" } ?? ""
        guard socket.send(Array("\(login)\(command)\r\n".utf8)) else { return nil }
        var reply: [UInt8] = []
        var isLoggedIn = password == nil
        while ContinuousClock.now < deadline, !Task.isCancelled {
            switch socket.receive() {
            case .bytes(let bytes): reply += bytes
            case .ended: return nil
            case .nothingYet: try? await Task.sleep(for: .milliseconds(1))
            }
            if !isLoggedIn, reply.starts(with: loggedIn) {
                isLoggedIn = true
                reply.removeFirst(loggedIn.count)
            }
            if isWhole(reply) { return String(decoding: reply, as: UTF8.self) }
        }
        return nil
    }

    private static let loggedIn = Array("+OK\r\n".utf8)

    private static func isWhole(_ reply: [UInt8]) -> Bool {
        guard let lineEnd = reply.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        guard reply.first == UInt8(ascii: "$") else { return reply.last == UInt8(ascii: "\n") }
        let length = Int(String(decoding: reply[1..<(lineEnd - 1)], as: UTF8.self)) ?? 0
        return length < 0 || reply.count >= lineEnd + 1 + length + 2
    }
}
