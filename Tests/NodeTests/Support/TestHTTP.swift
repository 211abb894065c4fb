import NIOCore
import NIOPosix

/// A plain HTTP exchange over a socket of its own, byte for byte.
struct TestHTTP: Sendable {
    var status: Int
    /// The head of the response, status line included.
    var head: String
    var body: String

    static func get(_ path: String, port: UInt16) async throws -> TestHTTP {
        try await send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port)
    }

    static func post(_ path: String, form: String, port: UInt16) async throws -> TestHTTP {
        try await send(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n\r\n\(form)",
            port: port
        )
    }

    private static func send(_ request: String, port: UInt16) async throws -> TestHTTP {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: Int(port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let text = try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var response = ByteBuffer()
            for try await piece in inbound { response.writeImmutableBuffer(piece) }
            return String(buffer: response)
        }
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count > 1, let status = Int(words[1]) else { throw TestFailure("no HTTP response: \(text)") }
        return TestHTTP(status: status, head: String(parts[0]), body: parts.count > 1 ? String(parts[1]) : "")
    }
}

/// Percent-encodes all but letters and digits.
func escaped(_ text: String) -> String {
    text.utf8.map { byte in
        let scalar = Character(Unicode.Scalar(byte))
        if byte < 128, scalar.isLetter || scalar.isNumber { return String(scalar) }
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count < 2 ? "0" + digits : digits)
    }.joined()
}
