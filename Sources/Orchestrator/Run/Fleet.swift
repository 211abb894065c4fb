import Core
import Runtime
import Synchronization

/// The processes of one run: Redis, nodes and client processes. Everything that they say goes to the board.
final class Fleet: Sendable {
    let plan: RunPlan
    let folder: RunFolder
    let board: Observed<RunBoard>
    let supervisor: Supervisor
    let executable: String
    /// Proxies on the edges that faults touch.
    let links: LinkNetwork
    let wiring: LinkWiring

    struct State {
        var redis: RunRedis?
        /// Why the run cannot be held to its whole contract; see ``Fleet/weaknesses(of:)``.
        var weaknesses: [String] = []
        var witnesses: [any Witness] = []
        /// Written by faults, besides what the nodes write.
        var keys: Set<String> = []
        var nodes: [ChildProcess?]
        var clients: [ChildProcess?]
        /// What was given to processes that may come back.
        var ports: [PortReserve] = []
        /// Each node keeps its own over restarts.
        var nodePorts: [NodeID: UInt16] = [:]
        var balancer: ChildProcess?
        var balancerPort: UInt16?
        /// Where clients find it: itself, or the link that they share.
        var balancerLink: UInt16?
    }

    let state: Mutex<State>
    /// Conversations that wait for a task of their own; see ``listen()``.
    private let conversations: AsyncStream<@Sendable () async -> Void>
    let newConversation: AsyncStream<@Sendable () async -> Void>.Continuation

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
        let needs = LinkPlan(plan.scenario)
        links = Self.makeLinks(plan: plan, needs: needs, board: board, supervisor: supervisor)
        wiring = LinkWiring(needs, network: links)
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
        try await recordTaps()
        try await prepareBalancer()
        try await withThrowingDiscardingTaskGroup { group in
            for index in plan.processes.indices { group.addTask { try await self.startClientProcess(index) } }
            try await startRedis()
            for node in plan.startingNodes {
                let port = try port(of: node, .same)
                group.addTask { try await self.startNode(node, port: port) }
            }
        }
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

// Ending and listening.
extension Fleet {
    /// Lets clients and nodes close in good order. What does not is killed, and named in the reasons that are returned.
    ///
    /// - Parameter clientsLeft: called when all clients have left and the nodes still serve.
    func stop(clientsLeft: () async -> Void = {}) async throws -> [String] {
        let (nodes, clients) = state.withLock { ($0.nodes.compactMap { $0 }, $0.clients.compactMap { $0 }) }
        for client in clients {
            client.expectEnd()
            try client.send(ClientCommand.stop)
        }
        var stuck = try await Self.waitForEnd(of: clients)
        stuck += try await stopBalancer()
        await clientsLeft()
        for node in nodes {
            node.expectEnd()
            try node.send(NodeCommand.stop)
        }
        stuck += try await Self.waitForEnd(of: nodes)
        try await endWitnesses()
        let (redis, keys) = state.withLock { ($0.redis, $0.keys) }
        try await redis?.close(plan.scenario, keys: keys)
        return stuck.sorted().map { "\($0) did not end within \(Self.stopTimeout) of being told to, and was killed" }
    }

    /// How long a process of ours may take to end in good order.
    private static let stopTimeout: Duration = .seconds(10)

    /// Names of those that had to be killed.
    static func waitForEnd(of children: [ChildProcess]) async throws -> [String] {
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

    func converse<Event: Decodable & Sendable>(
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
}
