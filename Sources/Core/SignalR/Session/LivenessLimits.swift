/// The times that follow from the settings (reference signalr2, sections 1.3, 5.4 and 6.1), in milliseconds.
package struct LivenessLimits: Hashable, Sendable {
    /// Added to the disconnect timeout before a connection without life is over.
    package static let disconnectGraceMilliseconds = 5_000
    /// How long a long poll may stay without a message.
    package static let connectionTimeoutMilliseconds = 110_000
    /// How long a client may wait for `S:1`.
    package static let transportConnectTimeoutMilliseconds = 5_000

    /// Nil when keep-alive is off.
    package let keepAliveMilliseconds: Int?
    package let disconnectTimeoutMilliseconds: Int

    /// A keep-alive of 0 or less turns it off.
    package init(settings: SignalRSettings) {
        keepAliveMilliseconds = settings.keepAliveMilliseconds > 0 ? settings.keepAliveMilliseconds : nil
        disconnectTimeoutMilliseconds = settings.disconnectTimeoutMilliseconds
    }

    /// What clients are told: silence after which they take the connection for lost.
    package var keepAliveTimeoutMilliseconds: Int? { keepAliveMilliseconds.map { 2 * $0 } }

    /// One beat of the ``Heartbeat``.
    package var beatMilliseconds: Int {
        max(1, keepAliveMilliseconds.map { $0 / 2 } ?? disconnectTimeoutMilliseconds / 6)
    }

    /// A connection without life for longer than this is over. Long polling adds its delay between polls.
    package func deadMilliseconds(longPollDelayMilliseconds: Int = 0) -> Int {
        disconnectTimeoutMilliseconds + Self.disconnectGraceMilliseconds + longPollDelayMilliseconds
    }

    /// An unused signal without subscribers goes after this.
    package var signalLifetimeMilliseconds: Int {
        2 * (disconnectTimeoutMilliseconds + (keepAliveTimeoutMilliseconds ?? 0))
    }
}
