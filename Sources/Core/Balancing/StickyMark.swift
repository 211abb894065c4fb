/// By what a balancer knows a client again.
package enum StickyMark: Hashable, Sendable {
    /// The node that its cookie names.
    case cookie(NodeID)
    /// Its SignalR connection token, which is in every request but the first (reference signalr2, section 1.1).
    case token(String)

    /// The name of the cookie; its value is the name of a node.
    package static let cookieName = "rollcall-node"
}
