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
    /// The answer to ``ClientCommand/probeNodes``: all is on record that can be known.
    case nodesProbed
    /// The ``ClientAction`` of this fault has taken effect: at so many clients or publishers, with so many messages.
    case applied(fault: Int, count: Int)
    /// Nothing is left of it: the clients of a drop are connected again or will not return, and what was undone is undone.
    /// Of a churn `count` is the number of its cycles.
    case restored(fault: Int, count: Int)
    /// The process cannot go on; it exits with `code` after this line.
    case failed(message: String, code: ExitCode)
}
