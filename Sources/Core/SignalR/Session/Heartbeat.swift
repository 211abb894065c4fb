/// The server's clock over its connections: keep-alives, and which connections are over (reference signalr2, section 6.1).
///
/// A connection whose socket is gone stays until the disconnect timeout and its grace have passed: a zombie, which still
/// has its subscription, acks commands, and may be taken over by a reconnect.
package struct Heartbeat: Sendable {
    /// What is due at one beat, connections in the order in which they were added.
    package struct Beat: Hashable, Sendable {
        /// Get a keep-alive, traffic or not.
        package var keepAlive: [UInt64] = []
        /// Without life for too long: end the subscription, tell the application (not a clean stop). Already forgotten here.
        package var dead: [UInt64] = []
        /// Long polls without a message for the connection timeout: answer with an empty response.
        package var timedOut: [UInt64] = []

        package init() {}
    }

    private struct Connection {
        let number: UInt64
        let connectionID: String
        let transport: SignalRTransport
        var isOpen: Bool
        var lastLife: UInt64
        let opened: UInt64
        var isTimedOut = false
    }

    private let limits: LivenessLimits
    private let longPollDelayMilliseconds: Int
    private var connections: [UInt64: Connection] = [:]
    private var numbers: [String: UInt64] = [:]
    private var nextNumber: UInt64 = 1
    private var beats = 0

    package init(settings: SignalRSettings, longPollDelayMilliseconds: Int = 0) {
        limits = LivenessLimits(settings: settings)
        self.longPollDelayMilliseconds = longPollDelayMilliseconds
    }

    /// How often ``beat(now:)`` is due.
    package var intervalMilliseconds: Int { limits.beatMilliseconds }

    package var count: Int { connections.count }

    /// False where keep-alives are switched off.
    package var sendsKeepAlives: Bool { limits.keepAliveMilliseconds != nil }

    /// A receive request began. `replaced` is the request of the same connection that was here before, open or a zombie: it
    /// ends without the application hearing of it.
    package mutating func open(
        connectionID: String,
        transport: SignalRTransport,
        now: UInt64
    ) -> (number: UInt64, replaced: UInt64?) {
        let number = nextNumber
        nextNumber += 1
        let replaced = numbers.updateValue(number, forKey: connectionID)
        if let replaced { connections[replaced] = nil }
        connections[number] = Connection(
            number: number,
            connectionID: connectionID,
            transport: transport,
            isOpen: true,
            lastLife: now,
            opened: now
        )
        return (number, replaced)
    }

    /// The socket is gone, or a long poll was answered: from now on the connection lives on borrowed time.
    package mutating func lost(_ number: UInt64, now: UInt64) {
        guard connections[number]?.isOpen == true else { return }
        connections[number]?.isOpen = false
        connections[number]?.lastLife = now
    }

    /// The connection ended in good order; false when it was not here.
    @discardableResult
    package mutating func close(_ number: UInt64) -> Bool {
        guard let connection = connections.removeValue(forKey: number) else { return false }
        if numbers[connection.connectionID] == number { numbers[connection.connectionID] = nil }
        return true
    }

    package mutating func beat(now: UInt64) -> Beat {
        var result = Beat()
        beats += 1
        let sendsKeepAlive = limits.keepAliveMilliseconds != nil && beats % 2 == 0
        let dead = UInt64(limits.deadMilliseconds()) * 1_000_000
        let deadPolling =
            UInt64(limits.deadMilliseconds(longPollDelayMilliseconds: longPollDelayMilliseconds)) * 1_000_000
        let pollTimeout = UInt64(LivenessLimits.connectionTimeoutMilliseconds) * 1_000_000
        for number in connections.keys.sorted() {
            guard var connection = connections[number] else { continue }
            let isPolling = connection.transport == .longPolling
            if connection.isOpen {
                connection.lastLife = now
                let mayTimeOut = isPolling || limits.keepAliveMilliseconds == nil
                if mayTimeOut, !connection.isTimedOut, now - connection.opened >= pollTimeout {
                    connection.isTimedOut = true
                    result.timedOut.append(number)
                } else if sendsKeepAlive {
                    result.keepAlive.append(number)
                }
                connections[number] = connection
            } else if now - connection.lastLife > (isPolling ? deadPolling : dead) {
                result.dead.append(number)
                close(number)
            }
        }
        return result
    }
}
