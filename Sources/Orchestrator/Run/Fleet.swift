import Core
import Runtime
import Synchronization

/// The processes of one run: Redis, nodes and client processes. Everything that they say goes to the board.
final class Fleet: Sendable {
    let plan: RunPlan
    let folder: RunFolder
    let board: Observed<RunBoard>
    private let supervisor: Supervisor
    private let executable: String

    private struct State {
        var redis: RunRedis?
        var nodes: [ChildProcess?]
        var clients: [ChildProcess?]
        /// Ports given to nodes; each keeps its own over restarts.
        var ports: Set<UInt16> = []
    }

    private let state: Mutex<State>
    /// Conversations that wait for a task of their own; see ``listen()``.
    private let conversations: AsyncStream<@Sendable () async -> Void>
    private let newConversation: AsyncStream<@Sendable () async -> Void>.Continuation

    init(
        plan: RunPlan,
        folder: RunFolder,
        board: Observed<RunBoard>,
        supervisor: Supervisor,
        executable: String
    ) {
        self.plan = plan
        self.folder = folder
        self.board = board
        self.supervisor = supervisor
        self.executable = executable
        state = Mutex(
            State(
                nodes: Array(repeating: nil, count: plan.nodes.count),
                clients: Array(repeating: nil, count: plan.processes.count)
            )
        )
        (conversations, newConversation) = AsyncStream.makeStream()
    }

    /// Listens to every process, those started later included, until ``hangUp()``.
    func listen() async {
        await withDiscardingTaskGroup { group in
            for await conversation in conversations { group.addTask { await conversation() } }
            group.cancelAll()
        }
    }

    func hangUp() {
        newConversation.finish()
    }

    /// Starts everything. Client processes start beside Redis; nodes when it answers.
    func start() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for index in plan.processes.indices { group.addTask { try await self.startClientProcess(index) } }
            let redis = try await RunRedis.start(plan: plan, folder: folder, supervisor: supervisor)
            state.withLock { $0.redis = redis }
            watchRedis()
            for node in plan.nodes {
                let port = try freePort()
                group.addTask { try await self.startNode(node, port: port) }
            }
        }
    }

    /// A node has to come back on its port, so it is not one that the system gives to outgoing connections.
    private func freePort() throws -> UInt16 {
        var random = SystemRandomNumberGenerator()
        let port = try FreePorts.next(using: &random, except: state.withLock(\.ports))
        state.withLock { _ = $0.ports.insert(port) }
        return port
    }

    /// The Redis of this run when it is ours to break.
    func ownRedis() throws -> RedisServer {
        guard case .own(let redis)? = state.withLock({ $0.redis }) else {
            throw FaultFailure(reason: "the Redis of this run was given by URL and is not ours to break")
        }
        return redis
    }

    /// The last lines of the logs of nodes and client processes that wrote any, for a message; empty when none did.
    func lastWords(ofNodes indices: [Int], lines count: Int = 2) -> String {
        let children = state.withLock { state in indices.map { state.nodes[$0] } + state.clients }
        return children.compactMap { $0 }.map { child in
            child.log.tail(lines: count).map { "\n  \(child.name) | \($0)" }.joined()
        }.joined()
    }

    /// Names and ids of what runs now, for looks into /proc.
    var processes: [(name: String, pid: Int32)] {
        supervisor.children.map { (name: $0.name, pid: $0.processID) }
    }
}

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
        try child.send(
            NodeSettings(
                node: node,
                run: plan.run,
                port: port,
                redis: redis.address,
                backplane: spec.backplane,
                app: redis.keyPrefix + spec.app,
                signalr: spec.signalr,
                history: "\(folder.path)/\(Self.historyName(of: node, start: starts))",
                hops: spec.hops,
                defects: spec.defects.filter { $0.node == node }
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

    /// `index` counts from 0; relative to the run folder.
    static func historyName(ofClientProcess index: Int) -> String { "histories/clients-\(index + 1).history" }

    /// Returns when the process has been reaped.
    func endNode(_ node: NodeID, manner: StopManner) async throws {
        guard let child = state.withLock({ $0.nodes[node.index] }) else {
            throw FaultFailure(reason: "\(node) was not running")
        }
        switch manner {
        case .kill: try await child.kill()
        case .stop: try await child.terminate(grace: .seconds(5))
        }
    }

    private func startClientProcess(_ index: Int) async throws {
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
                history: "\(folder.path)/\(Self.historyName(ofClientProcess: index))"
            )
        )
        converse(child, events: ClientEvent.self) {
            $0.apply($1, process: index)
        } ended: {
            $0.clientProcessEnded(index, obituary: $1)
        }
    }

    /// Tells the client processes where the nodes listen.
    func introduceNodes() async throws {
        let addresses = board.value.nodes.enumerated().compactMap { index, node in
            node.port.map { NodeAddress(node: NodeID(index: index), port: $0) }
        }
        try await send(.nodes(addresses))
    }

    func send(_ command: ClientCommand) async throws {
        for index in plan.processes.indices { try await send(command, toClientProcess: index) }
    }

    func send(_ command: ClientCommand, toClientProcess index: Int) async throws {
        try state.withLock { $0.clients[index] }?.send(command)
    }

    /// Lets clients and nodes close in good order. What does not is killed, and named in the reasons that are returned.
    func stop() async throws -> [String] {
        let (nodes, clients) = state.withLock { ($0.nodes.compactMap { $0 }, $0.clients.compactMap { $0 }) }
        for client in clients {
            client.expectEnd()
            try client.send(ClientCommand.stop)
        }
        var stuck = try await Self.waitForEnd(of: clients)
        for node in nodes {
            node.expectEnd()
            try node.send(NodeCommand.stop)
        }
        stuck += try await Self.waitForEnd(of: nodes)
        try await state.withLock { $0.redis }?.close(app: plan.scenario.nodes.app)
        return stuck.sorted().map { "\($0) did not end within \(Self.stopTimeout) of being told to, and was killed" }
    }

    /// How long a process of ours may take to end in good order.
    private static let stopTimeout: Duration = .seconds(10)

    /// Names of those that had to be killed.
    private static func waitForEnd(of children: [ChildProcess]) async throws -> [String] {
        try await withThrowingTaskGroup(of: String?.self) { group in
            for child in children {
                group.addTask {
                    if try await withDeadline(stopTimeout, { try await child.waitForExit() }) != nil { return nil }
                    try await child.kill()
                    return child.name
                }
            }
            return try await group.reduce(into: []) { names, name in if let name { names.append(name) } }
        }
    }

    private func converse<Event: Decodable & Sendable>(
        _ child: ChildProcess,
        events: Event.Type,
        apply: @escaping @Sendable (inout RunBoard, Event) -> Void,
        ended: @escaping @Sendable (inout RunBoard, String) -> Void
    ) {
        newConversation.yield { [board] in
            do {
                for try await event in child.events(Event.self) { board.update { apply(&$0, event) } }
            } catch is CancellationError {
                return
            } catch {
                board.update { $0.fail("\(child.name): \(error)", code: .systemFailed) }
            }
            guard let exit = try? await child.waitForExit() else { return }
            board.update { ended(&$0, child.obituary(of: exit)) }
        }
    }

    /// Its end, when no fault asked for it, is a crash like that of a node.
    private func watchRedis() {
        newConversation.yield { [board, supervisor] in
            for await child in supervisor.unexpectedEnds where child.name == "redis" {
                guard let exit = child.exit else { continue }
                board.update { $0.fail(child.obituary(of: exit), code: .systemFailed) }
            }
        }
    }
}
