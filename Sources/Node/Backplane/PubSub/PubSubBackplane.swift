import Core
import Logging
import NIOCore
import Redis

/// Plain PUBLISH, delivered on receipt: at most once, as ASP.NET Core SignalR and Socket.IO's adapter do it.
///
/// The channel is the app's name and the payload that of the `signalr` kind with id 0 (reference signalr2, section 7.2).
/// Ids are counted on each node by itself, so a cursor means nothing to another node and no client resumes: whoever was
/// away gets what is published after it is back.
final class PubSubBackplane: Backplane {
    var events: BackplaneEvents?
    let resumes = false

    private let links: RedisLinks
    private let logger: Logger
    private let originTicks: () -> Int64
    private var lastID: UInt64 = 0

    init(settings: NodeSettings, on eventLoop: any EventLoop, logger: Logger, originTicks: @escaping () -> Int64) {
        links = RedisLinks(settings: settings, on: eventLoop, logger: logger)
        self.logger = logger
        self.originTicks = originTicks
    }

    func start() {
        links.onPayload = { [unowned self] in receive($0) }
        links.onTurnEnd = { [unowned self] in events?.turnEnded() }
        links.onState = { [unowned self] in events?.state($0) }
        links.start()
    }

    func stop() {
        events = nil
        links.stop()
    }

    func publish(_ message: BusMessage, completion: @escaping (Result<UInt64, PublishError>) -> Void) {
        let payload = BackplanePayload(id: 0, messages: [message], originTicks: originTicks()).encode()
        links.client.send(RedisCommand("PUBLISH", links.channel, payload)) { result in
            completion(result.map { _ in 0 }.mapError(PublishError.init))
        }
    }

    private func receive(_ bytes: ByteBuffer) {
        do {
            var payload = try bytes.withUnsafeReadableBytes { try BackplanePayload.decode($0) }
            lastID += 1
            payload.id = lastID
            events?.received(payload)
        } catch {
            logger.error("payload skipped", metadata: ["redis.channel": "\(links.channel)", "error": "\(error)"])
        }
    }
}
