/// One line that a node reads from its stdin, after its settings.
package enum NodeCommand: Hashable, Sendable {
    /// End cleanly, as on SIGTERM.
    case stop
    case status
}
