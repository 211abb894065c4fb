/// What a client process has counted so far.
package struct ClientProgress: Codable, Hashable, Sendable {
    /// Clients that are connected now.
    package var connected = 0
    /// Clients that are not connected and will not come back by themselves: gave up, closed, or late.
    package var gone = 0
    /// Group memberships confirmed now.
    package var joined = 0
    /// Publishes invoked, each message once.
    package var invoked = 0
    /// Messages acknowledged.
    package var acknowledged = 0
    package var failed = 0
    package var unknown = 0
    package var delivered = 0
    /// Reconnects that succeeded.
    package var reconnected = 0
    /// Pairs of client and sentinel still awaited; meaningful after ``ClientCommand/settle``.
    package var awaited = 0

    /// Nil where nobody is watched.
    package var watched: WatchedCounts?

    package init() {}
}
