/// What a supervised connection is doing.
package enum RedisConnectionState: Hashable, Sendable {
    /// An attempt is running.
    case connecting
    /// The handshake is done: commands are taken.
    case connected(RedisServerInfo)
    /// Subscriber only: every wanted channel is confirmed on this connection. Said once per connection.
    case subscribed
    /// The attempt failed or the connection broke; the next attempt follows after the backoff.
    case disconnected(RedisError)
    /// Closed by us, for good.
    case closed
}
