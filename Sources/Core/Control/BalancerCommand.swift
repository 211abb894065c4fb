/// One line that a balancer reads from its stdin, after its settings.
package enum BalancerCommand: Hashable, Sendable {
    /// These nodes and no others from now on. Connections that are open stay.
    case nodes([NodeAddress])
    /// Asks for the event `status`.
    case status
    /// Close everything and exit.
    case stop
}
