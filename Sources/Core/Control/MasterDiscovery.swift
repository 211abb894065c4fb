/// How a node finds the master of a Redis that sentinels watch.
package enum MasterDiscovery: String, Codable, Hashable, Sendable, CaseIterable {
    /// It asks the sentinels before every connection, and leaves a connection when they announce another master.
    case follow
    /// It asks the sentinels before every connection, and stays as long as that one works: what a client library does
    /// that does not listen to them. Commands leave a server that answers READONLY; a subscription has no such sign and
    /// stays on an old master until Sentinel demotes it and closes its clients, some 10 s after a planned failover.
    case ask
}
