/// A master that is found through its sentinels.
package struct SentinelEndpoint: Hashable, Sendable {
    /// What the sentinels call it.
    package var masterName: String
    /// Asked in turn, from the one that answered last. User and password are those of the sentinel itself, which mostly
    /// asks for none.
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
        precondition(!sentinels.isEmpty, "a master is found through one sentinel at least")
        self.masterName = masterName
        self.sentinels = sentinels
        self.login = login
        self.discovery = discovery
        self.routes = routes
    }
}

extension SentinelEndpoint: CustomStringConvertible {
    package var description: String {
        "Redis master \"\(masterName)\" of sentinels \(sentinels.map(\.description).joined(separator: ", "))"
    }
}
