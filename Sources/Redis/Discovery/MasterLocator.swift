package import Core
import NIOCore

/// The master that the sentinels name: the shell around ``MasterSearch``.
final class MasterLocator: RedisLocator {
    let requiresMaster = true
    private let endpoint: SentinelEndpoint
    private let timeout: Duration
    private let eventLoop: any EventLoop
    private let connector: RedisConnector
    /// nil where the sentinels are only asked.
    private let watch: MasterWatch?
    private var search: MasterSearch
    private var question: SentinelQuestion?
    private var completion: ((Result<RedisAddress, RedisError>) -> Void)?
    private(set) var claim: MasterClaim?

    init(
        _ endpoint: SentinelEndpoint,
        timeout: Duration,
        on eventLoop: any EventLoop,
        connector: @escaping RedisConnector,
        watch: MasterWatch?
    ) {
        self.endpoint = endpoint
        self.timeout = timeout
        self.eventLoop = eventLoop
        self.connector = connector
        self.watch = watch
        search = MasterSearch(endpoint)
    }

    func start(moved: @escaping (RedisError) -> Void) {
        watch?.attach(self) { [self] claim in
            guard search.announced(claim) else { return }
            moved(.masterMoved(to: endpoint.address(of: claim.master), from: present))
        }
    }

    /// Of the attempt or connection.
    private var present: RedisAddress? {
        claim.map { endpoint.address(of: $0.master) }
    }

    func stop() {
        cancel()
        watch?.detach(self)
    }

    func locate(_ completion: @escaping (Result<RedisAddress, RedisError>) -> Void) {
        self.completion = completion
        perform(search.begin())
    }

    func cancel() {
        completion = nil
        question?.cancel()
        question = nil
    }

    func connected() {
        search.connected()
    }

    func ended(_ error: RedisError) {
        claim = nil
        search.ended(isMaster: error.code != .notMaster)
    }

    private func perform(_ step: MasterSearch.Step) {
        switch step {
        case .ask(let place): ask(place)
        case .found(let claim):
            self.claim = claim
            finish(.success(endpoint.address(of: claim.master)))
        case .failed(let error): finish(.failure(error))
        }
    }

    private func ask(_ place: Int) {
        let question = SentinelQuestion(
            to: endpoint.sentinels[place],
            masterName: endpoint.masterName,
            timeout: timeout,
            on: eventLoop
        )
        self.question = question
        question.ask(over: connector) { [self] answer in
            self.question = nil
            perform(search.answered(place, answer))
        }
    }

    private func finish(_ result: Result<RedisAddress, RedisError>) {
        let completion = completion
        self.completion = nil
        completion?(result)
    }
}

extension SentinelEndpoint {
    /// Where to connect, and how to log in, for the server that sentinels name so.
    package func address(of master: MasterAddress) -> RedisAddress {
        var address = login
        address.host = master.host
        address.port = routes[master.port] ?? master.port
        return address
    }
}
