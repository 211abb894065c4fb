/// The edges on which something is done.
package enum LinkScope: Hashable, Sendable {
    /// Those of a link; with `to` only towards these ends.
    case link(LinkSelector, to: Set<LinkEnd>? = nil)
    /// Those between different sides, in both directions.
    case between([[LinkParty]])

    package func contains(_ edge: LinkEdge) -> Bool {
        switch self {
        case .link(let selector, let ends):
            return selector.contains(edge) && (ends?.contains(edge.to) ?? true)
        case .between(let sides):
            guard let from = Self.side(of: edge.from, in: sides), let to = Self.side(of: edge.to, in: sides) else {
                return false
            }
            return from != to
        }
    }

    private static func side(of end: LinkEnd, in sides: [[LinkParty]]) -> Int? {
        sides.firstIndex { $0.contains { $0.contains(end) } }
    }
}

extension LinkScope: CustomStringConvertible {
    /// For people: `n2.sub`, `n2.redis to r1`, `n1, r1 | n2`.
    package var description: String {
        switch self {
        case .link(let selector, nil): selector.description
        case .link(let selector, let ends?):
            "\(selector) to \(ends.sorted().map(\.description).joined(separator: ", "))"
        case .between(let sides):
            sides.map { $0.map(\.description).joined(separator: ", ") }.joined(separator: " | ")
        }
    }
}
