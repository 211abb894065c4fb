import Core
import Synchronization

// The client processes.
extension Fleet {
    /// `index` counts from 0; relative to the run folder.
    static func historyName(ofClientProcess index: Int) -> String { "histories/clients-\(index + 1).history" }

    func startClientProcess(_ index: Int) async throws {
        let child = try await supervisor.start(
            ChildSpec(
                name: "client process \(index + 1)",
                program: .ours(executable),
                arguments: ["client", "--control"],
                log: "\(folder.logs)/clients-\(index + 1).log"
            )
        )
        state.withLock { $0.clients[index] = child }
        try child.send(
            ClientSettings(
                run: plan.run,
                seed: plan.seed,
                process: index + 1,
                nodes: [],
                clients: Array(plan.clients[plan.processes[index]]),
                publishers: plan.publishers(ofProcess: index),
                audiences: plan.audiences,
                reconnect: plan.scenario.clients.reconnect,
                routing: plan.routing,
                watched: plan.watched.isEmpty ? nil : plan.watched,
                history: "\(folder.path)/\(Self.historyName(ofClientProcess: index))"
            )
        )
        converse(child, events: ClientEvent.self) {
            $0.apply($1, process: index)
        } ended: {
            $0.clientProcessEnded(index, obituary: $1)
        }
    }

    /// Tells the client processes where the nodes listen, and, where clients choose by it, whenever a node comes to be well
    /// or is so no more.
    func introduceNodes() async throws {
        let nodes = board.value.nodes
        try await introduce(nodes)
        guard plan.routing == .healthAware else { return }
        newConversation.yield { await self.followHealth(since: nodes) }
    }

    private func introduce(_ nodes: [NodeState]) async throws {
        var addresses: [NodeAddress] = []
        for (index, node) in nodes.enumerated() {
            guard let port = node.port else { continue }
            let name = NodeID(index: index)
            let app = plan.scenario.appName(of: name)
            let clients = plan.clients.filter { $0.app == app }.map(\.client)
            var own = try await wiring.addresses(of: name, port: port, clients: clients)
            for position in own.indices {
                own[position].app = app
                own[position].isWell = node.isReady
            }
            addresses += own
        }
        try await send(.nodes(addresses))
    }

    private func followHealth(since nodes: [NodeState]) async {
        var known = nodes
        while !Task.isCancelled {
            let last = known
            guard let board = await board.first(where: { Self.isOtherwise($0.nodes, than: last) }) else { return }
            known = board.nodes
            // A process that takes no commands any more is told of elsewhere.
            try? await introduce(known)
        }
    }

    private static func isOtherwise(_ nodes: [NodeState], than last: [NodeState]) -> Bool {
        nodes.map(\.port) != last.map(\.port) || nodes.map(\.isReady) != last.map(\.isReady)
    }

    func send(_ command: ClientCommand) async throws {
        for index in plan.processes.indices { try await send(command, toClientProcess: index) }
    }

    func send(_ command: ClientCommand, toClientProcess index: Int) async throws {
        try state.withLock { $0.clients[index] }?.send(command)
    }
}
