/// Nothing comes in to a node any more, over connections of one role; what it sends still leaves. Done in the link, so that
/// the node runs on.
package struct NodeStallReads: Fault {
    package static let verb = "node.stall-reads"

    package enum Role: String, Hashable, Sendable, CaseIterable {
        /// From Redis.
        case sub, pub
        /// From its clients.
        case clients
    }

    package var node: NodeID
    package var role: Role
    /// Nil: to the end of traffic.
    package var forMilliseconds: Int?

    package init(node: NodeID, role: Role = .sub, forMilliseconds: Int? = nil) {
        self.node = node
        self.role = role
        self.forMilliseconds = forMilliseconds
    }

    package var target: String { "\(node).\(role.rawValue)" }
}

extension NodeStallReads: LinkImpairing {
    package static let noun = "blackhole"

    package var aim: LinkAim {
        let part: LinkSelector.Part =
            switch role {
            case .sub: .sub
            case .pub: .pub
            case .clients: .clients
            }
        return LinkAim(LinkSelector(.node(node), part))
    }

    /// Connections that come meanwhile are swallowed whole: an answer of Redis would have to come in for them.
    package var impairment: LinkImpairment { .blackhole(role == .clients ? .to : .from) }
}

extension NodeStallReads: ReadableFault {
    static let keys = ["node", "role", "for"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let role = mapping.word("role", as: Role.self) ?? .sub
        let lasting = mapping.lasting()
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, role: role, forMilliseconds: lasting)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkNode(node, "\(path).node")
    }
}
