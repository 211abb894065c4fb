/// One line that a client process reads from its stdin, after its settings.
package enum ClientCommand: Hashable, Sendable {
    /// Connect every client and join its groups.
    case connect
    /// Begin to publish.
    case start
    /// Node addresses changed (a node came back on another port, was added or removed).
    case nodes([NodeAddress])
    /// Do this as fault `fault`: a number that is used once in a run.
    case act(fault: Int, ClientAction)
    /// Undo what was done as that fault.
    case undo(fault: Int)
    /// Publish no more; let what is under way end; then send a sentinel for each publisher and audience, retried until
    /// acknowledged or `withinMilliseconds` have passed.
    case finish(withinMilliseconds: Int)
    /// Find out which of these nodes hear each other, by clients of its own that go there directly (docs/checker.md, "Nodes").
    case probeNodes([NodeAddress], withinMilliseconds: Int)
    /// Wait for these sentinels, those of other processes included.
    case settle([SentinelResult])
    /// Prove of every connected client that its connection answers, and record it.
    case probe(withinMilliseconds: Int)
    /// Close every connection in good order and exit.
    case stop
}
