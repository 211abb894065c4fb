import Core
import Synchronization

/// Leads the connections of a run through its links: gives each process the addresses that it is to know. Where the
/// scenario touches nothing, that is the address itself.
final class LinkWiring: Sendable {
    let plan: LinkPlan
    let network: LinkNetwork
    /// Ports of the links that are open.
    private let edges = Mutex<[LinkEdge: UInt16]>([:])
    private let fronts = Mutex<[LinkEnd: UInt16]>([:])

    init(_ plan: LinkPlan, network: LinkNetwork) {
        self.plan = plan
        self.network = network
    }

    /// Where `edge.from` has to connect to reach `upstream`: the address itself, or its link.
    func address(of edge: LinkEdge, _ upstream: LinkUpstream) async throws -> LinkUpstream {
        guard plan.needsLink(edge) else { return upstream }
        if let port = edges.withLock({ $0[edge] }) {
            try await network.setUpstream(upstream, for: edge)
            return LinkUpstream(port: port)
        }
        let port = try await network.listen(for: edge, upstream: upstream)
        edges.withLock { $0[edge] = port }
        return LinkUpstream(port: port)
    }

    /// The port that a server or sentinel has to announce in place of its own; nil for its own. To be called again when
    /// it gets another port, which its links then lead to.
    ///
    /// - Parameter ends: all servers and sentinels of the run.
    func front(of end: LinkEnd, port: UInt16, among ends: [LinkEnd]) async throws -> UInt16? {
        let upstream = LinkUpstream(port: port)
        for edge in edges.withLock({ $0.keys.filter { $0.to == end } }) {
            try await network.setUpstream(upstream, for: edge)
        }
        guard plan.needsFront(end, among: ends) else { return nil }
        if let announced = fronts.withLock({ $0[end] }) {
            try await network.setUpstream(upstream, front: end)
            return announced
        }
        let announced = try await network.listen(front: end, upstream: upstream)
        fronts.withLock { $0[end] = announced }
        return announced
    }
}

// Redis, as a node knows it.
extension LinkWiring {
    /// A Redis that never moves: one of ours without sentinels, or one that was given.
    func endpoint(of node: NodeID, _ role: LinkRole, to server: RedisAddress) async throws -> RedisEndpoint {
        let edge = LinkEdge(from: .node(node), to: .server(ServerID(1)), role: role)
        let place = try await address(of: edge, LinkUpstream(host: server.host, port: server.port))
        var address = server
        (address.host, address.port) = (place.host, place.port)
        return .server(address)
    }

    /// The master that sentinels name, whichever it is: a link to each data server in its place.
    func endpoint(
        of node: NodeID,
        _ role: LinkRole,
        in redis: RedisTopology,
        _ discovery: MasterDiscovery
    )
        async throws -> RedisEndpoint
    {
        guard redis.spec.mode == .sentinel else {
            return try await endpoint(of: node, role, to: redis.address(of: ServerID(1)))
        }
        var routes: [UInt16: UInt16] = [:]
        for (index, server) in redis.servers.enumerated() {
            let edge = LinkEdge(from: .node(node), to: .server(ServerID(index: index)), role: role)
            let place = try await address(of: edge, LinkUpstream(port: server.port))
            if place.port != server.announcedPort { routes[server.announcedPort] = place.port }
        }
        var sentinels: [RedisAddress] = []
        for (index, sentinel) in redis.sentinels.enumerated() {
            let end = LinkEnd.sentinel(SentinelID(UInt32(index + 1)))
            let edge = LinkEdge(from: .node(node), to: end, role: .discovery)
            let place = try await address(of: edge, LinkUpstream(port: sentinel.port))
            sentinels.append(RedisAddress(port: place.port))
        }
        return .sentinels(
            SentinelEndpoint(
                sentinels: sentinels,
                login: redis.address(of: ServerID(1)),
                discovery: discovery,
                routes: routes
            )
        )
    }
}

// Nodes, as clients and the balancer know them.
extension LinkWiring {
    /// Where clients find a node: an address for all of them, and one for each client that a fault names.
    func addresses(of node: NodeID, port: UInt16, clients: [ClientID]) async throws -> [NodeAddress] {
        var result = [NodeAddress(node: node, port: port)]
        for edge in Set(clients.compactMap { plan.edge(of: $0, to: .node(node)) }) {
            let place = try await address(of: edge, LinkUpstream(port: port))
            if case .client(let client) = edge.from {
                result.append(NodeAddress(node: node, port: place.port, client: client))
            } else {
                result[0].port = place.port
            }
        }
        return result
    }

    /// Where clients find a node that no fault names.
    func sharedPort(of node: NodeID, port: UInt16) async throws -> UInt16 {
        let edge = LinkEdge(from: .clients, to: .node(node), role: .client)
        return try await address(of: edge, LinkUpstream(port: port)).port
    }

    /// Where the balancer finds a node.
    func balancedPort(of node: NodeID, port: UInt16) async throws -> UInt16 {
        let edge = LinkEdge(from: .balancer, to: .node(node), role: .client)
        return try await address(of: edge, LinkUpstream(port: port)).port
    }
}
