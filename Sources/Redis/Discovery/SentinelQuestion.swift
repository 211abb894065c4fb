import Core
import NIOCore

/// Asks one sentinel for the master, over a connection of its own and within a deadline. Confined to its event loop.
final class SentinelQuestion: RedisChannelOwner {
    private let sentinel: RedisAddress
    private let masterName: String
    private let timeout: Duration
    private let eventLoop: any EventLoop
    /// nil once it is answered or cancelled.
    private var completion: ((SentinelAnswer) -> Void)?
    private var handler: RedisChannelHandler?
    private var channel: (any Channel)?
    private var timer: Scheduled<Void>?
    private var replies: [RedisReply] = []

    /// Bytes that the answer of a sentinel may have.
    private static let replyBytesMax = 1 << 20

    init(to sentinel: RedisAddress, masterName: String, timeout: Duration, on eventLoop: any EventLoop) {
        self.sentinel = sentinel
        self.masterName = masterName
        self.timeout = timeout
        self.eventLoop = eventLoop
    }

    /// - Parameter completion: called once, unless ``cancel()`` comes first; possibly before this returns.
    func ask(over connector: RedisConnector, _ completion: @escaping (SentinelAnswer) -> Void) {
        self.completion = completion
        let handler = RedisChannelHandler(owner: self, replyBytesMax: Self.replyBytesMax)
        self.handler = handler
        timer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [self] in
            finish(.silent("no answer within \(timeout)"))
        }
        connector(sentinel, handler).assumeIsolated().whenComplete { [self] result in
            switch result {
            case .success(let channel):
                if self.handler !== handler { channel.close(promise: nil) }
            case .failure(let error):
                let cause = RedisError.connecting(to: sentinel, within: timeout, failedWith: error)
                finish(.silent(cause.code == .refused ? "connection refused" : cause.message))
            }
        }
    }

    func cancel() {
        completion = nil
        timer?.cancel()
        timer = nil
        handler?.detach()
        handler = nil
        channel?.close(promise: nil)
        channel = nil
    }

    private func finish(_ answer: SentinelAnswer) {
        guard let completion else { return }
        cancel()
        completion(answer)
    }

    // MARK: The connection

    func opened(_ channel: any Channel, by handler: RedisChannelHandler) {
        guard self.handler === handler, self.channel == nil else { return }
        self.channel = channel
        var bytes = ByteBuffer()
        RedisHandshake.login(sentinel)?.encode(into: &bytes)
        RedisCommand("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName).encode(into: &bytes)
        RedisCommand("SENTINEL", "MASTER", masterName).encode(into: &bytes)
        channel.writeAndFlush(bytes, promise: nil)
    }

    func received(_ reply: RedisReply) {
        replies.append(reply)
        if sentinel.password != nil {
            if replies.count == 1, case .error(let line) = reply { return finish(.refused(line)) }
            if replies.count == 3 { finish(SentinelAnswer(address: replies[1], details: replies[2])) }
        } else if replies.count == 2 {
            finish(SentinelAnswer(address: replies[0], details: replies[1]))
        }
    }

    func heard() {}
    func turnEnded() {}
    func lost(_ reason: String) { finish(.silent("the connection was lost: \(reason)")) }
    func drop(_ error: RedisError) { finish(.silent(error.message)) }
}
