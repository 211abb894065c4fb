import Core
import NIOCore
import NIOPosix
import Runtime

/// Reads the stdout of a child line by line.
enum ChildOutput {
    /// Lines that may wait to be looked at; a child writes at most some hundred a second.
    static let linesWaitingMax = 1 << 16

    /// The lines end when the child and everyone who shares its stdout has closed it. `ended` is set then.
    ///
    /// Takes over the descriptor, also when it throws.
    static func lines(
        of descriptor: Int32,
        name: String,
        on group: any EventLoopGroup,
        ended: Latch<Void>
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream(
            bufferingPolicy: .bufferingOldest(linesWaitingMax)
        )
        _ = try await takingOver(descriptor) {
            try await NIOPipeBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            ChildOutputHandler(name: name, continuation: continuation, ended: ended)
                        )
                    }
                }
                .takingOwnershipOfDescriptor(input: descriptor).get()
        }
        return stream
    }
}

private final class ChildOutputHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let name: String
    private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    private let ended: Latch<Void>
    private var splitter = LineSplitter(lineBytesMax: ControlLoop.lineBytesMax)

    init(name: String, continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation, ended: Latch<Void>) {
        self.name = name
        self.continuation = continuation
        self.ended = ended
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            for line in try splitter.feed(unwrapInboundIn(data).readableBytesView) { try yield(line) }
        } catch let error as LineSplitter.LineTooLong {
            fail(
                ControlError(
                    .lineTooLong(lineBytesMax: error.lineBytesMax),
                    expected: "event of \(name)",
                    line: error.start
                ),
                context
            )
        } catch {
            fail(error, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let line = splitter.finish() { try? yield(line) }
        continuation.finish()
        ended.set(())
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error, context)
    }

    private func yield(_ line: [UInt8]) throws {
        if case .dropped = continuation.yield(line) {
            throw HarnessError(.bug, "\(ChildOutput.linesWaitingMax) lines of \(name) wait and nobody takes them")
        }
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        continuation.finish(throwing: error)
        context.close(promise: nil)
    }
}
