import Core
import NIOCore

/// Knows where the next attempt of a connection goes. Confined to the connection's event loop.
protocol RedisLocator: AnyObject {
    /// Whether the server there has to be a master.
    var requiresMaster: Bool { get }
    /// What a sentinel said of the server of the present attempt or connection; nil without sentinels, and between attempts.
    var claim: MasterClaim? { get }
    /// Begins to listen for other places.
    /// - Parameter moved: the present attempt or connection is to be left, and another to be made at once.
    func start(moved: @escaping (RedisError) -> Void)
    /// Completed once, at once or later, unless cancelled.
    func locate(_ completion: @escaping (Result<RedisAddress, RedisError>) -> Void)
    /// The attempt is over: `locate` does not complete any more.
    func cancel()
    /// The handshake at the place is done.
    func connected()
    /// The attempt failed or the connection is gone.
    func ended(_ error: RedisError)
    /// For good.
    func stop()
}

/// The locator of an endpoint.
func makeLocator(
    _ options: RedisOptions,
    on eventLoop: any EventLoop,
    watch: MasterWatch?,
    connector: @escaping RedisConnector
) -> any RedisLocator {
    switch options.endpoint {
    case .server(let address): return FixedLocator(address)
    case .sentinels(let endpoint):
        let timeout = options.sentinelTimeout
        let own = { (name: String?) in
            MasterWatch(endpoint, clientName: name, timeout: timeout, on: eventLoop, connector: connector)
        }
        return MasterLocator(
            endpoint,
            timeout: timeout,
            on: eventLoop,
            connector: connector,
            watch: endpoint.discovery == .ask ? nil : watch ?? own(options.clientName.map { "\($0)-watch" })
        )
    }
}

/// One server, come what may.
final class FixedLocator: RedisLocator {
    let requiresMaster = false
    let claim: MasterClaim? = nil
    private let address: RedisAddress

    init(_ address: RedisAddress) {
        self.address = address
    }

    func start(moved: @escaping (RedisError) -> Void) {}
    func locate(_ completion: @escaping (Result<RedisAddress, RedisError>) -> Void) { completion(.success(address)) }
    func cancel() {}
    func connected() {}
    func ended(_ error: RedisError) {}
    func stop() {}
}
