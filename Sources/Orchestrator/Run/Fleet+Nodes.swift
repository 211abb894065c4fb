import Core
import Glibc
import Synchronization

// The nodes.
extension Fleet {
    func startNode(_ node: NodeID, port: UInt16) async throws {
        guard let redis = state.withLock({ $0.redis }) else { preconditionFailure("a node before Redis") }
        let starts = board.update { board in
            board.nodes[node.index].starts += 1
            return board.nodes[node.index].starts
        }
        let child = try await supervisor.start(
            ChildSpec(
                name: node.description,
                program: .ours(executable),
                arguments: ["node", "--control"],
                log: "\(folder.logs)/\(node).log"
            )
        )
        state.withLock { $0.nodes[node.index] = child }
        let spec = plan.scenario.nodes
        let app = plan.scenario.app(of: node)
        try child.send(
            NodeSettings(
                node: node,
                run: plan.run,
                port: port,
                commands: try await endpoint(of: node, .pub, in: redis).inDatabase(app?.database),
                subscription: try await endpoint(of: node, .sub, in: redis).inDatabase(app?.database),
                backplane: spec.backplane,
                app: redis.keyPrefix + (app?.name ?? spec.app),
                signalr: spec.signalr,
                history: "\(folder.path)/\(Self.historyName(of: node, start: starts))",
                hops: spec.hops,
                defects: spec.defects.filter { $0.node == node },
                stream: streamSettings(of: node, in: redis)
            )
        )
        converse(child, events: NodeEvent.self) {
            $0.apply($1, node: node.index)
        } ended: {
            $0.nodeEnded(node.index, obituary: $1)
        }
    }

    /// Each start of a node has a history of its own; relative to the run folder.
    static func historyName(of node: NodeID, start: Int) -> String {
        "histories/\(node)" + (start == 1 ? "" : ".\(start)") + ".history"
    }

    /// Returns when the process has been reaped.
    ///
    /// - Parameter grace: how long it may take to end in good order; nil kills it at once.
    func endNode(_ node: NodeID, grace: Duration?) async throws {
        let child = try process(of: node)
        if let grace { try await child.terminate(grace: grace) } else { try await child.kill() }
    }

    /// Returns when every thread is seen to stand still.
    func freezeNode(_ node: NodeID) async throws {
        try await process(of: node).freeze()
    }

    func thawNode(_ node: NodeID) async throws {
        try await process(of: node).thaw()
    }

    func send(_ command: NodeCommand, to node: NodeID) throws {
        try process(of: node).send(command)
    }

    /// Its process has ended, and it was to end by SIGKILL that nobody here sent. Anything else is a crash of its own.
    func checkKilledByItself(_ node: NodeID) async throws {
        let child = try process(of: node)
        let exit = try await child.waitForExit()
        guard case .signal(SIGKILL) = exit.status else {
            throw HarnessError(.systemFailed, child.obituary(of: exit))
        }
        if exit.wasExpected { throw FaultFailure(reason: "\(node) was ended by something else") }
    }

    /// Nil where it does not run.
    func livingProcess(of node: NodeID) -> Int32? {
        guard let child = state.withLock({ $0.nodes[node.index] }), child.exit == nil else { return nil }
        return child.processID
    }

    private func process(of node: NodeID) throws -> ChildProcess {
        guard let child = state.withLock({ $0.nodes[node.index] }) else {
            throw FaultFailure(reason: "\(node) was not running")
        }
        return child
    }

    /// Where a node is to listen. Its port is its own, over restarts too, until it asks for a new one.
    func port(of node: NodeID, _ choice: PortChoice) throws -> UInt16 {
        if choice == .same, let port = state.withLock({ $0.nodePorts[node] }) { return port }
        let port = try freePort()
        state.withLock { $0.nodePorts[node] = port }
        return port
    }

    /// Nodes that clients may be sent to, with their ports; one that is down for a time is among them.
    var members: [(node: NodeID, port: UInt16)] {
        let states = board.value.nodes
        let ports = state.withLock(\.nodePorts)
        return plan.nodes.compactMap { node in
            guard states[node.index].isMember, let port = ports[node] else { return nil }
            return (node, port)
        }
    }

    /// Where clients find the nodes, or the balancer where a link leads them to it.
    func clientAddresses() async throws -> [NodeAddress] {
        if plan.scenario.nodes.balancer != nil { return try await balancerLinks(of: plan.clients.map(\.client)) }
        var addresses: [NodeAddress] = []
        for (node, port) in members {
            let isWell = board.value.nodes[node.index].isReady
            let app = plan.scenario.appName(of: node)
            let clients = plan.clients.filter { $0.app == app }.map(\.client)
            addresses += try await wiring.addresses(of: node, port: port, clients: clients).map { address in
                var address = address
                address.isWell = isWell
                address.app = app
                return address
            }
        }
        return addresses
    }

    /// Where probe clients find nodes: past the balancer, but by the links that stand between clients and nodes.
    func probeAddresses(of nodes: [NodeID]) async throws -> [NodeAddress] {
        let ports = state.withLock(\.nodePorts)
        var addresses: [NodeAddress] = []
        for node in nodes {
            guard let port = ports[node] else { continue }
            let isBalanced = plan.scenario.nodes.balancer != nil
            let link = isBalanced ? port : try await wiring.sharedPort(of: node, port: port)
            addresses.append(NodeAddress(node: node, port: link, app: plan.scenario.appName(of: node)))
        }
        return addresses
    }

    /// Clients that are placed by the health of nodes are told whenever that changes.
    func watchHealth() {
        guard plan.routing == .healthAware, plan.scenario.nodes.balancer == nil else { return }
        newConversation.yield { [self] in
            var known = board.value.nodes.map(\.isReady)
            while !Task.isCancelled {
                let last = known
                guard let seen = await board.first(where: { $0.nodes.map(\.isReady) != last }) else { return }
                known = seen.nodes.map(\.isReady)
                // A client process that has ended needs to know no more.
                try? await introduceNodes()
            }
        }
    }

    /// Kept until the run is over: a node comes back on its port.
    func freePort() throws -> UInt16 {
        let reserve = try PortReserve()
        state.withLock { $0.ports.append(reserve) }
        return reserve.port
    }
}
