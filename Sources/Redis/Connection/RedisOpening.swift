import NIOCore

/// The future that tells how the opening of a supervised connection went. A class, for whoever hears of it may close the
/// connection at once and so come back here.
final class RedisOpening {
    private let eventLoop: any EventLoop
    private let promise: EventLoopPromise<RedisServerInfo>
    private var deadline: NIODeadline?
    private var isOver = false

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        promise = eventLoop.makePromise()
    }

    var future: EventLoopFuture<RedisServerInfo> { promise.futureResult }

    func begin(deadline: NIODeadline) {
        self.deadline = deadline
    }

    func succeeded(_ info: RedisServerInfo) {
        guard !isOver else { return }
        isOver = true
        promise.succeed(info)
    }

    /// An attempt failed: the end of the opening, unless there is time and waiting may help.
    func failed(_ error: RedisError, isFinal: Bool) {
        guard !isOver else { return }
        let mayMend = error.mayMend && eventLoop.now < deadline ?? .uptimeNanoseconds(0)
        guard isFinal || !mayMend else { return }
        isOver = true
        promise.fail(error)
    }
}

extension RedisError {
    /// Whether trying again later may help without anybody changing a setting.
    package var mayMend: Bool {
        switch code {
        case .authenticationFailed, .clusterRefused, .serverTooOld, .protocolViolation, .handshakeFailed,
            .masterUnknown:
            false
        case .refused, .unreachable, .connectTimedOut, .notReady, .notConnected, .connectionLost, .unresponsive,
            .commandTimedOut, .pipelineFull, .closed, .errorReply, .sentinelsSilent, .notMaster, .masterMoved:
            true
        }
    }
}
