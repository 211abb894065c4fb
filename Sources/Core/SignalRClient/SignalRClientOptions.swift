/// What a SignalR 2.4 client is told once, before its first connection.
package struct SignalRClientOptions: Hashable, Sendable {
    /// The hub whose signals it subscribes to and whose methods it calls.
    package var hub: String
    /// Its user, sent with every request in the query parameter `user`; nil is anonymous.
    package var user: String?
    package var reconnect: ReconnectPolicy
    /// Where the application is mapped (reference signalr2, section 1).
    package var basePath: String

    package init(hub: String, user: String? = nil, reconnect: ReconnectPolicy, basePath: String = "/signalr") {
        self.hub = hub
        self.user = user
        self.reconnect = reconnect
        self.basePath = basePath
    }

    /// From the second on, attempts of a reconnecting client come this far apart; the first comes at once
    /// (the .NET client over WebSocket; reference signalr2, section 6.2). Nanoseconds.
    package static let reconnectPause: UInt64 = 2_000_000_000
    /// A step of an attempt (negotiate, upgrade, start) that takes longer has failed. The original's
    /// TransportConnectTimeout, which negotiate replaces by the server's. Nanoseconds.
    package static let stepTimeout: UInt64 = 5_000_000_000
    /// First pause between attempts at a new life; it doubles up to ``reconnectPause``. Starting again is the
    /// application's business in SignalR, so this is our own figure. Nanoseconds.
    package static let freshPause: UInt64 = 100_000_000
    /// A hub call that is not answered in this time has an unknown outcome. Nanoseconds.
    package static let callTimeout: UInt64 = 30_000_000_000
    /// Hub calls of one connection that may be unanswered.
    package static let callsMax = 65_536
    /// How often a connected client looks at its clock when the server sends no keep-alives. Nanoseconds.
    package static let idleCheckInterval: UInt64 = 5_000_000_000
    /// Frames with messages that may wait for the end of `/start`.
    package static let earlyFramesMax = 1_000
}
