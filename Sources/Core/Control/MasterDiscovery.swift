/// How a node finds the master of a Redis that sentinels watch.
package enum MasterDiscovery: String, Codable, Hashable, Sendable, CaseIterable {
    /// It asks the sentinels before every connection, and leaves a connection when they announce another master.
    case follow
    /// It asks the sentinels before every connection, and stays as long as that one works: what a client library does
    /// that does not listen to them.
    case ask
}
