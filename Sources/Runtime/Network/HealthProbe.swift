package import NIOCore
import NIOPosix

/// One question to a node, or to a balancer in front of nodes: is somebody there who is well?
package enum HealthProbe {
    /// The answer.
    package struct Answer: Hashable, Sendable {
        package var status: Int
        /// What was said; at most ``HealthProbe/answerBytesMax`` bytes.
        package var body: String

        package var isWell: Bool { status == 200 }
    }

    /// Bytes of an answer that are read.
    package static let answerBytesMax = 4_096
    /// Where nodes say how they are.
    package static let path = "/health"

    /// Asks on a connection of its own, and closes that with RST, so that many questions leave no port in TIME_WAIT.
    ///
    /// - Parameter timeout: for connecting and for the answer, each.
    package static func ask(
        host: String = "127.0.0.1",
        port: UInt16,
        on eventLoop: any EventLoop,
        timeout: TimeAmount
    ) -> EventLoopFuture<Answer> {
        let answer = eventLoop.makePromise(of: Answer.self)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        HealthProbeHandler(host: "\(host):\(port)", timeout: timeout, answer: answer)
                    )
                }
            }
            .connect(host: host, port: Int(port))
            .whenFailure { answer.fail($0) }
        return answer.futureResult
    }
}

/// Why there was no answer to a ``HealthProbe``.
package struct HealthProbeError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

private final class HealthProbeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let host: String
    private let timeout: TimeAmount
    private var answer: EventLoopPromise<HealthProbe.Answer>?
    private var bytes = ByteBuffer()
    private var timer: Scheduled<Void>?

    init(host: String, timeout: TimeAmount, answer: EventLoopPromise<HealthProbe.Answer>) {
        self.host = host
        self.timeout = timeout
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        let request = "GET \(HealthProbe.path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
            self.end(.failure(HealthProbeError(description: "no answer in time")), context)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.writeImmutableBuffer(unwrapInboundIn(data))
        if bytes.readableBytes >= HealthProbe.answerBytesMax { finish(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.failure(error), context)
    }

    private func finish(_ context: ChannelHandlerContext) {
        let text = String(buffer: bytes)
        let words = text.prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else {
            return end(.failure(HealthProbeError(description: "closed without an answer")), context)
        }
        let body = text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
        end(.success(HealthProbe.Answer(status: status, body: body)), context)
    }

    private func end(_ result: Result<HealthProbe.Answer, any Error>, _ context: ChannelHandlerContext) {
        timer?.cancel()
        guard let answer else { return }
        self.answer = nil
        context.channel.closeWithReset()
        answer.completeWith(result)
    }
}
