/// Why a peer's bytes are no WebSocket conversation (RFC 6455); the connection is over.
package enum WebSocketError: Error, Hashable, Sendable {
    /// A message is longer than is taken here.
    case messageTooLong(messageBytesMax: Int)
    /// The frame breaks the protocol.
    case malformed(String)
    /// A text message is not UTF-8.
    case invalidText

    /// The code of the close frame that tells the peer (RFC 6455, section 7.4.1).
    package var closeCode: UInt16 {
        switch self {
        case .messageTooLong: 1009
        case .malformed: 1002
        case .invalidText: 1007
        }
    }
}

extension WebSocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .messageTooLong(let messageBytesMax): "a WebSocket message is longer than \(messageBytesMax) bytes"
        case .malformed(let why): "malformed WebSocket frame: \(why)"
        case .invalidText: "a text message is not UTF-8"
        }
    }
}
