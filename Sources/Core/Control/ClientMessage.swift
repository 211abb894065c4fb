/// One line that a client process writes on its stdout.
package enum ClientEvent: Hashable, Sendable {
    /// Settings were understood; the process waits for commands.
    case ready
    /// Counters since the start of the process; sent when they changed, at most every 20 ms, and after every phase.
    case progress(ClientProgress)
    /// Every client is connected and every group membership confirmed.
    case connected
    /// Every publisher with a count has sent it all and learned every outcome.
    case trafficDone
    /// The answer to ``ClientCommand/finish``: the final message of each publisher to each of its audiences.
    case finished([SentinelResult])
    /// The answer to ``ClientCommand/settle``: every client of this process that is connected and entitled has seen every
    /// sentinel. Until then ``ClientProgress/awaited`` tells how many are missing.
    case settled
    /// The answer to ``ClientCommand/probe``: clients whose connection answered, and those whose did not.
    case probed(alive: Int, silent: [ClientID])
    /// The connections of a ``ClientCommand/drop`` with this number were cut; how many of the named clients had one.
    case dropped(fault: Int, count: Int)
    /// The clients of a drop are connected again, or will not return.
    case returned(fault: Int, count: Int)
    /// The process cannot go on; it exits with `code` after this line.
    case failed(message: String, code: ExitCode)
}

/// What a client process has counted so far.
package struct ClientProgress: Codable, Hashable, Sendable {
    /// Clients that are connected now.
    package var connected = 0
    /// Clients that are not connected and will not come back by themselves.
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

    package init() {}
}

/// The final message of one publisher to one audience.
package struct SentinelResult: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var sequence: UInt32
    package var audience: AudienceNumber
    package var outcome: Outcome
    /// CLOCK_MONOTONIC of its last attempt, nanoseconds: whoever was connected and a member before is entitled to it.
    package var invokedAt: UInt64

    package init(
        publisher: PublisherID,
        sequence: UInt32,
        audience: AudienceNumber,
        outcome: Outcome,
        invokedAt: UInt64
    ) {
        self.publisher = publisher
        self.sequence = sequence
        self.audience = audience
        self.outcome = outcome
        self.invokedAt = invokedAt
    }
}

/// One line that a client process reads from its stdin, after its settings.
package enum ClientCommand: Hashable, Sendable {
    /// Connect every client and join its groups.
    case connect
    /// Begin to publish.
    case start
    /// Node addresses changed (a node came back on another port, was added or removed).
    case nodes([NodeAddress])
    /// Cut the connections of these clients, as fault `fault`; they may reconnect after `awayMilliseconds`.
    case drop(fault: Int, clients: [ClientID], manner: DropManner, awayMilliseconds: Int)
    /// Publish no more; let what is under way end; then send a sentinel for each publisher and audience, retried until
    /// acknowledged or `withinMilliseconds` have passed.
    case finish(withinMilliseconds: Int)
    /// Wait for these sentinels, those of other processes included.
    case settle([SentinelResult])
    /// Prove of every connected client that its connection answers, and record it.
    case probe(withinMilliseconds: Int)
    /// Close every connection in good order and exit.
    case stop
}

/// How a client's connection is cut.
package enum DropManner: String, Codable, Hashable, Sendable, CaseIterable {
    /// RST.
    case reset
    /// FIN without a closing handshake.
    case close
}
