/// A master that is found through its sentinels.
package struct SentinelEndpoint: Codable, Hashable, Sendable {
    /// What the sentinels call it.
    package var masterName: String
    /// Asked in turn, from the one that answered last.
    package var sentinels: [RedisAddress]
    /// The login and database on the data servers; host and port are those of the first master, for messages only.
    package var login: RedisAddress
    package var discovery: MasterDiscovery
    /// Ports to connect to in place of those that the sentinels name: the links of this connection.
    package var routes: [UInt16: UInt16]

    package init(
        masterName: String = SentinelSpec.masterName,
        sentinels: [RedisAddress],
        login: RedisAddress,
        discovery: MasterDiscovery = .follow,
        routes: [UInt16: UInt16] = [:]
    ) {
        self.masterName = masterName
        self.sentinels = sentinels
        self.login = login
        self.discovery = discovery
        self.routes = routes
    }
}
