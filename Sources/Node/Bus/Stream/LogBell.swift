import Core
import NIOCore
import Redis

/// A second connection that waits for the log to grow: a hint only, which may come late, twice or not at all, so the
/// protocol asks by itself too. What it brings is not looked at.
///
/// Confined to the node's event loop.
final class LogBell {
    var rang: (() -> Void)?

    private let name: String
    private let key: String
    private let eventLoop: any EventLoop
    private var client: RedisClient?

    /// How long one wait takes at most; no sign of life is asked for meanwhile.
    private static let blockMilliseconds = 1_000
    private static let pingInterval: Duration = .seconds(2)
    /// After an error: the log is not there yet, or is none.
    private static let errorPause = TimeAmount.milliseconds(200)
    /// It is of use only while the connection for pipelines stands, so it may try as often.
    private static let backoff = Backoff(initial: .milliseconds(10), cap: .milliseconds(200))

    init(name: String, key: String, on eventLoop: any EventLoop) {
        self.name = name
        self.key = key
        self.eventLoop = eventLoop
    }

    func listen(at address: RedisAddress) {
        close()
        let options = RedisOptions(
            address: address,
            clientName: name,
            connectTimeout: LogLink.connectTimeout,
            pingInterval: Self.pingInterval,
            backoff: Self.backoff
        )
        let client = RedisClient(options: options, on: eventLoop)
        self.client = client
        client.onState = { [weak self, weak client] state in
            guard case .connected = state, let client else { return }
            self?.wait(client)
        }
        client.start()
    }

    func close() {
        client?.onState = nil
        client?.close()
        client = nil
    }

    private func wait(_ client: RedisClient) {
        guard client === self.client else { return }
        let command = RedisCommand(
            "XREAD",
            arguments: ["COUNT", "1", "BLOCK", "\(Self.blockMilliseconds)", "STREAMS", key, "$"]
        )
        client.send(command) { [weak self, weak client] result in
            guard let self, let client, client === self.client else { return }
            switch result {
            case .success(.null): wait(client)
            case .success:
                rang?()
                wait(client)
            case .failure(let error):
                if error.code == .commandTimedOut {
                    // The connection stands, and its server may only have slept.
                    wait(client)
                    return
                }
                // Without a connection the next one begins anew.
                guard error.reply != nil else { return }
                _ = eventLoop.assumeIsolated().scheduleTask(in: Self.errorPause) { [weak self, weak client] in
                    if let client { self?.wait(client) }
                }
            }
        }
    }
}
