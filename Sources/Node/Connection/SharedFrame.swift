import Core
import NIOCore
import Runtime

/// One response as the bytes of its WebSocket frame, written to every connection that is to get it.
final class SharedFrame {
    let bytes: ByteBuffer
    let messages: [StoredMessage]
    /// Connections that it was written to in this turn of the event loop.
    var handed = 0

    init(_ response: PersistentResponse, messages: [StoredMessage]) {
        bytes = Self.frame(response.encode())
        self.messages = messages
    }

    /// A text frame around JSON.
    static func frame(_ json: [UInt8]) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: json.count + WebSocketFrameWriter.headBytesMax)
        WebSocketFrameWriter.writeHead(.text, count: json.count, into: &buffer)
        buffer.writeBytes(json)
        return buffer
    }
}
