/// Which clients a fault hits.
package enum ClientSelection: Hashable, Sendable {
    case all
    case named([ClientID])
    case count(Int)
    /// 0 < share <= 1; drawn from the seed.
    case share(Double)
    /// All that were placed on a node at the start.
    case onNode(NodeID)
}

extension ClientSelection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .all: "all clients"
        case .named(let clients): clients.map(\.description).joined(separator: ", ")
        case .count(let count): "\(count) clients"
        case .share(let share): "\(Int((share * 100).rounded())) % of the clients"
        case .onNode(let node): "the clients of \(node)"
        }
    }
}
