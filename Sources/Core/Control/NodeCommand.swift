/// One line that a node reads from its stdin, after its settings.
package enum NodeCommand: Hashable, Sendable {
    /// End cleanly, as on SIGTERM.
    case stop
    case status
    /// Stop at a point of a message's way. Answered with ``FailpointReport/Stage/armed``.
    case arm(Failpoint)
    /// Take a failpoint back. Answered with ``FailpointReport/Stage/disarmed``.
    case disarm(failpoint: Int)
}
