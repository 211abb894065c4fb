package import Core
package import NIOCore

/// Says who is master to those who make their connections themselves. Confined to its event loop.
package final class MasterFinder {
    private let endpoint: SentinelEndpoint
    private let locator: MasterLocator

    /// - Parameters:
    ///   - clientName: as ``RedisOptions/clientName``.
    ///   - timeout: how long one sentinel may take to answer until the next one is asked.
    package init(
        _ endpoint: SentinelEndpoint,
        clientName: String,
        timeout: Duration = RedisOptions.defaultSentinelTimeout,
        on eventLoop: any EventLoop
    ) {
        self.endpoint = endpoint
        let options = RedisOptions(
            endpoint: .sentinels(endpoint),
            clientName: clientName,
            connectTimeout: timeout,
            sentinelTimeout: timeout
        )
        let follows = endpoint.discovery == .follow
        locator = MasterLocator(
            endpoint,
            timeout: timeout,
            on: eventLoop,
            connector: tcpConnector(options, on: eventLoop),
            watch: follows ? MasterWatch(endpoint, clientName: clientName, timeout: timeout, on: eventLoop) : nil
        )
    }

    /// Begins to listen to sentinels where the endpoint asks to follow them.
    /// - Parameter moved: they have another master than the one that was found last.
    package func start(moved: @escaping () -> Void) {
        locator.start { _ in moved() }
    }

    /// Asks; a question before is given up.
    /// - Parameter completion: called once unless ``stop()`` or another question comes first, possibly before this returns;
    ///   nil: nobody knows.
    package func find(_ completion: @escaping (MasterAddress?) -> Void) {
        locator.cancel()
        locator.locate { [locator] result in
            if case .success = result { completion(locator.claim?.master) } else { completion(nil) }
        }
    }

    /// The server that was found takes part.
    package func connected() { locator.connected() }

    /// It does not, or not any more.
    package func lost(_ error: RedisError) { locator.ended(error) }

    package func stop() { locator.stop() }
}
