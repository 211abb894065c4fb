package import Core
package import NIOCore

/// One subscription to `+switch-master` at one of the sentinels, shared by all connections of an event loop that follow
/// the same master. Confined to its event loop.
///
/// Where the sentinel falls silent or goes away the next one is listened to. What was announced meanwhile is not missed:
/// whenever the subscription is confirmed, that sentinel is asked for the master too.
package final class MasterWatch {
    /// How long a sentinel may be silent until it is asked for a sign of life, and how long that may take.
    private static let pingInterval: Duration = .milliseconds(250)
    private static let switches = "+switch-master"
    /// After a sentinel refused the subscription.
    private static let refusalPause = TimeAmount.seconds(1)
    /// After the sentinel that is listened to did not say who the master is.
    private static let questionPause = TimeAmount.milliseconds(250)

    let endpoint: SentinelEndpoint
    private let options: RedisOptions
    private let timeout: Duration
    private let eventLoop: any EventLoop
    private let connector: RedisConnector
    private let rotation: SentinelRotation
    private var followers: [(id: ObjectIdentifier, announced: (MasterClaim) -> Void)] = []
    /// nil while nobody follows.
    private var subscriber: RedisSubscriber?
    private var question: SentinelQuestion?
    /// The next one, where the last was not answered.
    private var retry: Scheduled<Void>?

    /// - Parameters:
    ///   - clientName: as ``RedisOptions/clientName``.
    ///   - timeout: as ``RedisOptions/sentinelTimeout``.
    package convenience init(
        _ endpoint: SentinelEndpoint,
        clientName: String? = nil,
        timeout: Duration = RedisOptions.defaultSentinelTimeout,
        on eventLoop: any EventLoop
    ) {
        let options = Self.options(endpoint, clientName: clientName, timeout: timeout)
        let connector = tcpConnector(options, on: eventLoop)
        self.init(endpoint, clientName: clientName, timeout: timeout, on: eventLoop, connector: connector)
    }

    /// - Parameter connector: opens connections, for tests without sockets.
    package init(
        _ endpoint: SentinelEndpoint,
        clientName: String? = nil,
        timeout: Duration = RedisOptions.defaultSentinelTimeout,
        on eventLoop: any EventLoop,
        connector: @escaping RedisConnector
    ) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        self.connector = connector
        self.timeout = timeout
        options = Self.options(endpoint, clientName: clientName, timeout: timeout)
        rotation = SentinelRotation(endpoint.sentinels)
    }

    private static func options(_ endpoint: SentinelEndpoint, clientName: String?, timeout: Duration) -> RedisOptions {
        RedisOptions(
            address: endpoint.sentinels[0],
            clientName: clientName,
            connectTimeout: timeout,
            pingInterval: pingInterval,
            pingTimeout: timeout,
            backoff: Backoff(cap: .milliseconds(250))
        )
    }

    /// The sentinel that is listened to; nil while there is none.
    package var sentinel: RedisAddress? {
        subscriber?.isSubscribed == true ? rotation.present : nil
    }

    func attach(_ follower: AnyObject, _ announced: @escaping (MasterClaim) -> Void) {
        eventLoop.preconditionInEventLoop()
        followers.append((ObjectIdentifier(follower), announced))
        if subscriber == nil { listen() }
    }

    func detach(_ follower: AnyObject) {
        followers.removeAll { $0.id == ObjectIdentifier(follower) }
        guard followers.isEmpty else { return }
        cancelQuestion()
        subscriber?.close()
        subscriber = nil
    }

    private func listen() {
        let subscriber = RedisSubscriber(options: options, on: eventLoop, connector: connector, locator: rotation)
        self.subscriber = subscriber
        subscriber.onMessage = { [self] _, payload in heard(String(buffer: payload)) }
        subscriber.onState = { [self] state in
            switch state {
            case .subscribed: ask(orElse: nil)
            case .disconnected: cancelQuestion()
            case .connecting, .connected, .closed: break
            }
        }
        subscriber.start()
        subscriber.subscribe(Self.switches).assumeIsolated().whenFailure { [self] error in
            guard self.subscriber === subscriber, (error as? RedisError)?.code == .errorReply else { return }
            // This sentinel lets nobody listen: the next one, in a while.
            subscriber.close()
            rotation.next()
            _ = eventLoop.assumeIsolated().scheduleTask(in: Self.refusalPause) { [self] in
                if self.subscriber === subscriber { listen() }
            }
        }
    }

    /// `MASTER OLD-HOST OLD-PORT NEW-HOST NEW-PORT`.
    private func heard(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 5, words[0] == endpoint.masterName, let port = UInt16(words[4]) else { return }
        ask(orElse: MasterClaim(MasterAddress(host: String(words[3]), port: port)))
    }

    /// Asks the sentinel that is listened to: it tells the epoch too, which an announcement does not.
    private func ask(orElse announced: MasterClaim?) {
        cancelQuestion()
        let question = SentinelQuestion(
            to: rotation.present,
            masterName: endpoint.masterName,
            timeout: timeout,
            on: eventLoop
        )
        self.question = question
        question.ask(over: connector) { [self] answer in
            self.question = nil
            if case .master(let claim) = answer {
                tell(claim)
            } else if let announced {
                tell(announced)
            } else {
                askAgain()
            }
        }
    }

    /// What was announced before the subscription is learned by asking only, and a sentinel under load may leave a question
    /// unanswered while its subscription stands.
    private func askAgain() {
        retry = eventLoop.assumeIsolated().scheduleTask(in: Self.questionPause) { [self] in
            if subscriber?.isSubscribed == true { ask(orElse: nil) }
        }
    }

    private func cancelQuestion() {
        retry?.cancel()
        retry = nil
        question?.cancel()
        question = nil
    }

    private func tell(_ claim: MasterClaim) {
        for follower in followers { follower.announced(claim) }
    }
}
