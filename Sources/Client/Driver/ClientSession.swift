import Core
import Stream

/// One client's conversation with the system under test, whatever protocol it speaks. A protocol is a folder with one
/// implementation and one ``ClientSessionMaker``; nothing else knows it.
///
/// A session belongs to one event loop. It reconnects by itself as its policy says, calls its observer only from that
/// loop, and never from inside ``publish(_:to:ticket:)``, ``openSession(ticket:)``, ``append(_:to:in:sequence:ticket:)``,
/// ``join(_:ticket:)``, ``leave(_:ticket:)`` or ``probe(ticket:)``.
protocol ClientSession: AnyObject {
    var isConnected: Bool { get }
    /// Wants to be connected from now on.
    func connect()
    /// The turn that ``ClientSessionObserver/sessionAwaitsTurn()`` asked for.
    func takeTurn()
    /// Sends a message with the next ``flush()``; its ticket ends once. False: it could not be sent, for certain.
    func publish(_ payload: [UInt8], to audience: AudienceNumber, ticket: CallTicket) -> Bool
    /// Asks for a session; the answer is its text. False as above.
    func openSession(ticket: CallTicket) -> Bool
    /// Sends a message within a session; the answer is the text of an ``AppendAnswer``. False as above.
    func append(
        _ payload: [UInt8],
        to audience: AudienceNumber,
        in session: PublisherSession,
        sequence: UInt64,
        ticket: CallTicket
    ) -> Bool
    /// Asks for membership. False as above.
    func join(_ audience: AudienceNumber, ticket: CallTicket) -> Bool
    /// Asks for the end of membership. False as above.
    func leave(_ audience: AudienceNumber, ticket: CallTicket) -> Bool

    /// Asks for any answer. False as above.
    func probe(ticket: CallTicket) -> Bool
    func flush()
    /// Cuts the connection as a fault; no attempt to return begins before `awayUntil`. False when there was none.
    func cut(_ manner: DropManner, awayUntil: UInt64) -> Bool
    /// Reads nothing more of the present connection, and does not hold its silence against it, until ``thaw()``. False when
    /// there is none.
    func freeze() -> Bool

    func thaw()

    /// Ends in good order because a fault wants it; ``connect()`` begins anew.
    func depart()

    /// Ends in good order and for good; `done` is called once the server knows, or has nothing to know.
    func stop(done: @escaping () -> Void)
    /// Drops everything at once and without a word; nothing is told any more.
    func abandon()
}

/// What a ``ClientSession`` tells, on its event loop. Times are CLOCK_MONOTONIC, taken once per read.
protocol ClientSessionObserver: AnyObject {
    /// It would open a new connection now; ``ClientSession/takeTurn()`` lets it. The turn ends with
    /// ``sessionTurnEnded()``.
    func sessionAwaitsTurn()
    func sessionTurnEnded()
    /// The node for the next attempt; nil when none is known. The first attempt and every later one ask.
    func sessionNextNode() -> NodeAddress?
    func sessionConnecting(to node: NodeID, time: UInt64)
    func sessionAttemptFailed(node: NodeID?, why: String)
    func sessionConnected(_ start: ConnectionStart, node: NodeID, time: UInt64)
    func sessionDisconnected(_ reason: DisconnectReason, why: String, node: NodeID, time: UInt64)
    /// A life is over; `returns` tells whether another one will be tried.
    func sessionLifeEnded(returns: Bool, time: UInt64)
    func sessionReceived(_ scan: MessageScan, time: UInt64)
    /// Something that is no message; `sample` is its beginning.
    func sessionReceivedForeign(_ sample: String, time: UInt64)
    func sessionCallEnded(_ ticket: CallTicket, outcome: Outcome, why: String, time: UInt64)
    /// A call ended well, and this text is its result.
    func sessionCallReturned(_ ticket: CallTicket, _ value: String, time: UInt64)
    /// All of what was read at once has been handed out: the time to send what it caused.
    func sessionReadEnded()
}

/// Makes the sessions of one protocol.
protocol ClientSessionMaker {
    func makeSession(for plan: ClientPlan, observer: any ClientSessionObserver) -> any ClientSession
}
