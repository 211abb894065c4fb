/// How a connection began.
package enum ConnectionStart: UInt8, Sendable {
    /// A new life: nothing that was sent before is owed. In SignalR 2.4 every `/connect` (reference signalr2, section 2.3).
    case fresh = 0
    /// The old life goes on: what was sent meanwhile is owed. In SignalR 2.4 every `/reconnect`.
    case resumed = 1
}
