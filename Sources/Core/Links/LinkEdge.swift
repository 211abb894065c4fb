/// The connections that one process opens to another for one purpose. A link is the proxy on an edge.
package struct LinkEdge: Hashable, Sendable {
    /// Who connects.
    package var from: LinkEnd
    /// Who listens.
    package var to: LinkEnd
    package var role: LinkRole

    package init(from: LinkEnd, to: LinkEnd, role: LinkRole) {
        self.from = from
        self.to = to
        self.role = role
    }
}

extension LinkEdge: CustomStringConvertible {
    package var description: String { "\(from) -> \(to) (\(role.rawValue))" }
}
