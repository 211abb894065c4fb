/// How a node says in its HTTP answers who it is, the answer to an upgrade included: behind a balancer a client learns from
/// it where it has landed.
package enum NodeHeader {
    /// The value is the name of the node, for example `n2`.
    package static let name = "X-Rollcall-Node"
}
