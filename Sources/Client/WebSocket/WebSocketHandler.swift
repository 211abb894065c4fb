import NIOCore
import Runtime

/// Cuts what is read into messages and hands them to the connection; takes the time once per read.
final class WebSocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: WebSocketConnection
    private var reader = WebSocketFrameReader(expectsMask: false, messageBytesMax: WebSocketConnection.messageBytesMax)

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let time = MonotonicClock.now()
        reader.feed(unwrapInboundIn(data))
        do throws(WebSocketError) {
            while let message = try reader.next() {
                guard connection.received(message, time: time) else { return }
            }
        } catch {
            connection.end(error.description, answer: error.closeCode)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        connection.readEnded()
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.end("closed by the server without a close frame")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.end("\(error)")
    }
}
