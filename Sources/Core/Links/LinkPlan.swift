/// Which connections of a run go through links: those that a fault or a hook of the scenario touches, and no others.
package struct LinkPlan: Sendable {
    private let faults: [any Fault]
    private let hooks: [LinkHook]
    /// Clients that a fault names one by one; the others share a link.
    private let namedClients: Set<ClientID>

    package init(_ scenario: Scenario) {
        self.init(scenario.faults)
    }

    package init(_ specs: [FaultSpec]) {
        faults = specs.map(\.fault.value)
        hooks = specs.compactMap { if case .hook(let hook) = $0.trigger { hook } else { nil } }
        var named: Set<ClientID> = []
        for selector in faults.flatMap(\.links) + hooks.map(\.link) {
            if case .client(let client) = selector.owner { named.insert(client) }
        }
        for party in faults.compactMap({ $0 as? LinkPartition }).flatMap({ $0.sides.joined() }) {
            if case .one(.client(let client)) = party { named.insert(client) }
        }
        namedClients = named
    }

    /// No link is needed at all.
    package var isEmpty: Bool { hooks.isEmpty && faults.allSatisfy { !$0.touchesLinks } }

    /// Whether the connections of this edge have to go through a link.
    package func needsLink(_ edge: LinkEdge) -> Bool {
        hooks.contains { $0.link.contains(edge) } || faults.contains { $0.touches(edge) }
    }

    /// The edge of a client's connections to a node or to the balancer; nil where they need no link. Clients that no fault
    /// names share an edge.
    package func edge(of client: ClientID, to end: LinkEnd) -> LinkEdge? {
        let from: LinkEnd = namedClients.contains(client) ? .client(client) : .clients
        let edge = LinkEdge(from: from, to: end, role: .client)
        return needsLink(edge) ? edge : nil
    }

    /// Whether a server or sentinel has to announce the address of a shared listener, since others find it by what it
    /// announces: replicas and sentinels that link faults touch.
    ///
    /// - Parameter ends: all servers and sentinels of the run.
    package func needsFront(_ end: LinkEnd, among ends: [LinkEnd]) -> Bool {
        ends.contains { other in
            guard other != end, let role = LinkRole(from: other, to: end) else { return false }
            switch role {
            case .replication, .monitor, .gossip: return needsLink(LinkEdge(from: other, to: end, role: role))
            case .sub, .pub, .discovery, .client: return false
            }
        }
    }

    /// Whether somebody may want to know of the commands and replies that pass: only then anybody looks at bytes.
    package func needsFrames(_ edge: LinkEdge) -> Bool {
        hooks.contains { $0.event != .connect && $0.link.contains(edge) }
            || faults.contains { $0.needsFrames && $0.touches(edge) }
    }
}

extension Fault {
    /// Whether it is done on this edge, some time.
    fileprivate func touches(_ edge: LinkEdge) -> Bool {
        if let partition = self as? LinkPartition { return LinkScope.between(partition.sides).contains(edge) }
        return links.contains { $0.contains(edge) }
    }

    fileprivate var touchesLinks: Bool { self is LinkPartition || !links.isEmpty }

    /// It finds its place by commands or replies.
    fileprivate var needsFrames: Bool {
        if let hold = self as? LinkHold { return hold.event != .connect }
        return self is LinkCutMidFrame
    }
}
