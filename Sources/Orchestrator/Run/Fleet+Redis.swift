import Core
import Synchronization

// The Redis.
extension Fleet {
    /// The Redis of this run when it is ours to break.
    func topology() throws -> RedisTopology {
        guard case .own(let topology)? = state.withLock({ $0.redis }) else {
            throw FaultFailure(reason: "the Redis of this run was given by URL and is not ours to break")
        }
        return topology
    }

    /// The data servers that a fault means now, to talk with.
    ///
    /// - Throws: ``FaultFailure`` where there is none, or one is down.
    func redisDoors(_ target: RedisTarget) async throws -> [RedisDoor] {
        guard let redis = state.withLock({ $0.redis }) else { throw FaultFailure(reason: "there is no Redis yet") }
        switch redis {
        case .given(let server, _):
            return [RedisDoor(name: "redis", address: server.address, timeout: FaultWork.replyTimeout)]
        case .own(let topology):
            return try await topology.resolve(target).map { server in
                guard server.isRunning else { throw FaultFailure(reason: "\(server.id) was not running") }
                return server.door.waiting(FaultWork.replyTimeout)
            }
        }
    }

    /// How a data server is, as far as its process shows.
    enum ServerState { case running, frozen, down }

    /// All data servers, with what it takes to talk with those that run.
    var dataServers: [(door: RedisDoor, state: ServerState)] {
        switch state.withLock({ $0.redis }) {
        case .given(let server, _)?: [(RedisDoor(name: "redis", address: server.address), .running)]
        case .own(let topology)?:
            topology.servers.map { ($0.door, $0.isFrozen ? .frozen : $0.isRunning ? .running : .down) }
        case nil: []
        }
    }

    /// The database of the nodes.
    var database: Int { state.withLock { $0.redis }?.address.database ?? 0 }

    /// As whom the nodes log in.
    var nodesUser: String { state.withLock { $0.redis }?.address.username ?? "default" }

    /// A key that a fault writes, to be removed from a Redis that was given.
    func remembersKey(_ key: String) { state.withLock { _ = $0.keys.insert(key) } }

    /// It was given by URL, and outlives the run.
    var isRedisGiven: Bool {
        if case .given? = state.withLock({ $0.redis }) { true } else { false }
    }

    /// Keys that belong there, by database: those of the backplane, and what faults have written.
    var keysByDatabase: [Int: BackplaneKeys] {
        let (redis, keys) = state.withLock { ($0.redis, $0.keys) }
        return redis?.keys(of: plan.scenario, others: keys) ?? [:]
    }

    /// After a run that was not carried through: a Redis that was given is left as it was found. Ours ends with its processes.
    func leaveRedis() async {
        let (redis, keys, nodes) = state.withLock { ($0.redis, $0.keys, $0.nodes.compactMap { $0 }) }
        guard case .given? = redis else { return }
        // A task of its own, since the run may be cancelled.
        await Task { [plan] in
            // Whoever lives could write the keys again.
            for node in nodes {
                node.expectEnd()
                _ = try? await node.kill()
            }
            try? await redis?.close(plan.scenario, keys: keys)
        }.value
    }

    /// Before every name that the nodes use in Redis.
    var keyPrefix: String { state.withLock { $0.redis }?.keyPrefix ?? "" }

    /// The end of one of its processes, when no fault asked for it, is a crash like that of a node.
    func watchRedis() {
        guard let topology = try? topology() else { return }
        let names = Set(topology.processes.map { "\($0.id)" })
        newConversation.yield { [board, supervisor] in
            for await child in supervisor.unexpectedEnds where names.contains(child.name) {
                guard let exit = child.exit else { continue }
                board.update { $0.fail(child.obituary(of: exit), code: .systemFailed) }
            }
        }
    }
}

// Where nodes find it.
extension Fleet {
    /// Starts it, with the links that its scenario needs between its processes.
    func startRedis() async throws {
        let spec = plan.scenario.redis
        let servers = (0...spec.replicas).map { LinkEnd.server(ServerID(index: $0)) }
        let sentinels = spec.mode == .sentinel ? spec.sentinel.count : 0
        let ends = servers + (0..<sentinels).map { LinkEnd.sentinel(SentinelID(index: $0)) }
        let redis = try await RunRedis.start(
            plan: plan,
            folder: folder,
            supervisor: supervisor,
            front: { [wiring] end, port in try await wiring.front(of: end, port: port, among: ends) },
            saw: { [board] sight in board.update { $0.saw(sight) } }
        )
        let weaknesses = await weaknesses(of: redis)
        state.withLock { ($0.redis, $0.weaknesses) = (redis, weaknesses) }
        watchRedis()
        try await startWitnesses(redis)
    }

    /// Where one connection of a node goes: to Redis, or to the link in front of it.
    func endpoint(of node: NodeID, _ role: LinkRole, in redis: RunRedis) async throws -> RedisEndpoint {
        switch redis {
        case .given(let server, _): try await wiring.endpoint(of: node, role, to: server.address)
        case .own(let topology):
            try await wiring.endpoint(of: node, role, in: topology, plan.scenario.nodes.discovery)
        }
    }
}
