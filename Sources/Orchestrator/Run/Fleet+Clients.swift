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
                balancer: state.withLock(\.balancerLink),
                clients: Array(plan.clients[plan.processes[index]]),
                publishers: plan.publishers(ofProcess: index),
                audiences: plan.audiences,
                reconnect: plan.scenario.clients.reconnect,
                routing: plan.routing,
                watched: plan.watched.isEmpty ? nil : plan.watched,
                history: "\(folder.path)/\(Self.historyName(ofClientProcess: index))",
                sessions: plan.scenario.nodes.backplane == .stream ? true : nil
            )
        )
        converse(child, events: ClientEvent.self) {
            $0.apply($1, process: index)
        } ended: {
            $0.clientProcessEnded(index, obituary: $1)
        }
    }

    /// The first client process has a client on every node that serves now, and finds out who hears whom.
    func probeNodes(withinMilliseconds: Int) async throws {
        let nodes = board.update { board in
            let nodes = plan.nodes.filter { !board.nodes[$0.index].isDownOnPurpose }
            board.nodesAtEnd = nodes
            return nodes
        }
        let addresses = try await probeAddresses(of: nodes)
        try await send(.probeNodes(addresses, withinMilliseconds: withinMilliseconds), toClientProcess: 0)
    }

    /// Tells the client processes, and the balancer, where the nodes listen.
    func introduceNodes() async throws {
        try await send(.nodes(clientAddresses()))
        try await introduceNodesToBalancer()
    }

    func send(_ command: ClientCommand) async throws {
        for index in plan.processes.indices { try await send(command, toClientProcess: index) }
    }

    func send(_ command: ClientCommand, toClientProcess index: Int) async throws {
        try state.withLock { $0.clients[index] }?.send(command)
    }
}
