import Core
import NIOCore
import NIOPosix
import Runtime
import Synchronization

// The balancer in front of the nodes, where the scenario has one.
extension Fleet {
    private static let probeTimeout: TimeAmount = .seconds(1)
    private static let pollInterval: Duration = .milliseconds(5)

    /// What has to be known before anything is started: its port, which client processes are told, and its program.
    func prepareBalancer() async throws {
        guard let spec = plan.scenario.nodes.balancer else { return }
        if spec.kind == .haproxy { _ = try HAProxy.program() }
        let port = try freePort()
        let edge = LinkEdge(from: .clients, to: .balancer, role: .client)
        let link = try await wiring.address(of: edge, LinkUpstream(port: port)).port
        state.withLock { ($0.balancerPort, $0.balancerLink) = (port, link) }
    }

    /// Starts it when the nodes are ready; returns when a node answers through it.
    func startBalancer() async throws {
        guard let spec = plan.scenario.nodes.balancer, let port = state.withLock(\.balancerPort) else { return }
        let child =
            switch spec.kind {
            case .rollcall: try await startOwnBalancer(spec, port: port)
            case .haproxy: try await startHAProxy(spec, port: port)
            }
        state.withLock { $0.balancer = child }
        try await waitUntilBalancing(child, port: port)
    }

    /// Tells ours where the nodes are now. The configuration of haproxy names all that there can be.
    func introduceNodesToBalancer() async throws {
        guard plan.scenario.nodes.balancer?.kind == .rollcall else { return }
        let nodes = try await balancedAddresses(of: members)
        try state.withLock(\.balancer)?.send(BalancerCommand.nodes(nodes))
    }

    /// Of clients that a fault names, which have links of their own to it.
    func balancerLinks(of clients: [ClientID]) async throws -> [NodeAddress] {
        guard let port = state.withLock(\.balancerPort) else { return [] }
        var addresses: [NodeAddress] = []
        for client in clients {
            guard let edge = wiring.plan.edge(of: client, to: .balancer), case .client = edge.from else { continue }
            let place = try await wiring.address(of: edge, LinkUpstream(port: port))
            addresses.append(NodeAddress(node: NodeID(1), port: place.port, client: client))
        }
        return addresses
    }

    private func balancedAddresses(of nodes: [(node: NodeID, port: UInt16)]) async throws -> [NodeAddress] {
        var addresses: [NodeAddress] = []
        for (node, port) in nodes {
            addresses.append(NodeAddress(node: node, port: try await wiring.balancedPort(of: node, port: port)))
        }
        return addresses
    }

    /// Lets it end in good order.
    func stopBalancer() async throws -> [String] {
        guard let child = state.withLock(\.balancer) else { return [] }
        child.expectEnd()
        guard plan.scenario.nodes.balancer?.kind == .rollcall else {
            try await child.end()
            return []
        }
        try child.send(BalancerCommand.stop)
        return try await Self.waitForEnd(of: [child])
    }

    private func startOwnBalancer(_ spec: BalancerSpec, port: UInt16) async throws -> ChildProcess {
        let child = try await supervisor.start(
            ChildSpec(
                name: "balancer",
                program: .ours(executable),
                arguments: ["balancer", "--control"],
                log: "\(folder.logs)/balancer.log"
            )
        )
        try child.send(
            BalancerSettings(
                port: port,
                nodes: try await balancedAddresses(of: members),
                policy: spec.policy,
                healthChecks: spec.healthChecks,
                seed: plan.seed,
                connectionsMax: plan.balancedConnections
            )
        )
        converse(child, events: BalancerEvent.self) {
            $0.apply($1)
        } ended: {
            $0.balancerEnded(obituary: $1)
        }
        return child
    }

    private func startHAProxy(_ spec: BalancerSpec, port: UInt16) async throws -> ChildProcess {
        // Those that a fault adds later too: their ports have to be in its configuration.
        let nodes = try plan.nodes.map { (node: $0, port: try self.port(of: $0, .same)) }
        let configuration = HAProxyConfiguration(
            port: port,
            nodes: try await balancedAddresses(of: nodes),
            spec: spec,
            connectionsMax: plan.balancedConnections
        )
        let child = try await HAProxy.start(configuration, folder: folder, supervisor: supervisor)
        newConversation.yield { [board] in
            guard let exit = try? await child.waitForExit() else { return }
            board.update { $0.balancerEnded(obituary: child.obituary(of: exit)) }
        }
        return child
    }

    private func waitUntilBalancing(_ child: ChildProcess, port: UInt16) async throws {
        let limit = Duration.milliseconds(plan.scenario.limits.startMilliseconds)
        let deadline = ContinuousClock.now + limit
        var last = "it did not answer"
        while ContinuousClock.now < deadline {
            if let exit = child.exit { throw HarnessError(.systemFailed, child.obituary(of: exit)) }
            do {
                let answer = try await HealthProbe.ask(
                    port: port,
                    on: MultiThreadedEventLoopGroup.singleton.next(),
                    timeout: Self.probeTimeout
                ).get()
                if answer.isWell {
                    board.update { $0.balancer.port = port }
                    return
                }
                last = "it answered \(answer.status)"
            } catch {
                last = "\(error)"
            }
            try await Task.sleep(for: Self.pollInterval)
        }
        throw HarnessError(
            .systemFailed,
            "no node answers through the balancer after \(limit) (limits: start): \(last)"
        )
    }
}

extension RunPlan {
    /// Each client has a WebSocket and, while it connects, a request beside it; and health checks come on top.
    var balancedConnections: Int { 2 * clients.count + 64 }
}
