package import NIOCore

/// What a peer said: a whole message, put together from its frames, or a control frame.
package enum WebSocketMessage: Hashable, Sendable {
    case text(ByteBuffer)
    case binary(ByteBuffer)
    case ping(ByteBuffer)
    case pong(ByteBuffer)
    /// The code is nil when the peer gave none.
    case close(code: UInt16?)

    /// Whether the peer ends the conversation.
    package var isClose: Bool {
        if case .close = self { true } else { false }
    }
}

/// The four bits that say what a frame is (RFC 6455, section 5.2).
package enum WebSocketOpcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
}
