import NIOCore
import NIOHTTP1

/// What a request is answered with.
struct HTTPReply: Hashable, Sendable {
    var status: HTTPResponseStatus
    var contentType: String
    var body: ByteBuffer

    init(_ status: HTTPResponseStatus, contentType: String, body: ByteBuffer) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// A status with a sentence for a person; what went wrong must be readable in a client's log.
    static func text(_ status: HTTPResponseStatus, _ text: String = "") -> HTTPReply {
        HTTPReply(status, contentType: "text/plain; charset=UTF-8", body: ByteBuffer(string: text))
    }

    static func json(_ body: ByteBuffer) -> HTTPReply {
        HTTPReply(.ok, contentType: "application/json; charset=UTF-8", body: body)
    }

    static func json(_ text: String) -> HTTPReply {
        json(ByteBuffer(string: text))
    }

    /// Every response carries `X-Content-Type-Options: nosniff` (reference signalr2, section 1).
    func headers(keepAlive: Bool) -> HTTPHeaders {
        [
            "Content-Type": contentType,
            "Content-Length": "\(body.readableBytes)",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-cache",
            "Connection": keepAlive ? "keep-alive" : "close",
        ]
    }
}
