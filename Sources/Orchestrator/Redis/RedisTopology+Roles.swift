package import Core
import Redis
import Runtime
import Synchronization

// Who is what now.
extension RedisTopology {
    /// How long a process may take to say who it is before it counts as silent.
    static let roleTimeout: Duration = .milliseconds(500)
    private static let askingInterval: Duration = .milliseconds(20)

    /// The master, as most sentinels name it, or, where there are none that answer, as the servers themselves say; when
    /// nobody answers, the last that was known.
    package func master() async -> ServerID {
        let named = await masterNamed()
        let found: ServerID? = if let named { named } else { await masterByRole() }
        guard let found else { return roles.withLock(\.master) }
        turned(to: found)
        return found
    }

    /// The master before the last change.
    package var previousMaster: ServerID? { roles.withLock(\.previous) }

    /// The master that was known last, without asking.
    package var lastKnownMaster: ServerID { roles.withLock(\.master) }

    func turned(to master: ServerID) {
        roles.withLock { roles in
            guard roles.master != master else { return }
            (roles.previous, roles.master) = (roles.master, master)
        }
    }

    func server(announcedAt port: UInt16) -> ServerID? {
        servers.firstIndex { $0.announcedPort == port }.map { ServerID(index: $0) }
    }

    /// What each sentinel that answers names.
    func masterBySentinel() async -> [LinkEnd: ServerID] {
        await withTaskGroup(of: (LinkEnd, ServerID)?.self) { group in
            for sentinel in sentinels where sentinel.isRunning && !sentinel.isFrozen {
                group.addTask {
                    let port = try? await sentinel.door.talk(timeout: Self.roleTimeout) { try await $0.masterPort() }
                    return port.flatMap { $0 }.flatMap { self.server(announcedAt: $0) }.map { (sentinel.id, $0) }
                }
            }
            return await group.reduce(into: [:]) { all, one in if let one { all[one.0] = one.1 } }
        }
    }

    private func masterNamed() async -> ServerID? {
        let votes = Dictionary(grouping: await masterBySentinel().values) { $0 }.mapValues(\.count)
        let last = roles.withLock(\.master)
        return votes.max { ($0.value, $0.key == last ? 1 : 0) < ($1.value, $1.key == last ? 1 : 0) }?.key
    }

    private func masterByRole() async -> ServerID? {
        let (last, promoted) = roles.withLock { ($0.master, $0.promoted) }
        let masters = await serverRoles().filter { $0.value == "master" }.keys.filter { !promoted.contains($0) }
            .sorted()
        return masters.contains(last) ? last : masters.first
    }

    /// `master` or `slave`, of the servers that answer.
    func serverRoles() async -> [ServerID: String] {
        await withTaskGroup(of: (ServerID, String)?.self) { group in
            for (index, server) in servers.enumerated() where server.isRunning && !server.isFrozen {
                group.addTask {
                    let fields = try? await server.door.info("replication", timeout: Self.roleTimeout)
                    return fields.flatMap { $0["role"] }.map { (ServerID(index: index), $0) }
                }
            }
            return await group.reduce(into: [:]) { all, one in if let one { all[one.0] = one.1 } }
        }
    }

    /// The processes that a fault means now; never none.
    ///
    /// - Throws: ``FaultFailure`` where there is no such process now.
    package func resolve(_ target: RedisTarget) async throws -> [RedisServer] {
        switch target {
        case .master: return [server(await master())]
        case .replica:
            let found = try await askedAgain { await self.firstReplica() }
            guard let found else { throw FaultFailure(reason: "no replica runs and answers") }
            return [found]
        case .oldMaster:
            _ = await master()
            guard let previous = previousMaster else { throw FaultFailure(reason: "the master has not changed so far") }
            return [server(previous)]
        case .server(let id):
            guard servers.indices.contains(id.index) else { throw FaultFailure(reason: "there is no server \(id)") }
            return [server(id)]
        case .sentinel(let id):
            guard sentinels.indices.contains(id.index) else { throw FaultFailure(reason: "there is no sentinel \(id)") }
            return [sentinels[id.index]]
        case .holder(let node, let role): return [try await holder(of: node, role)]
        case .allServers: return servers
        case .allSentinels where sentinels.isEmpty: throw FaultFailure(reason: "there are no sentinels")
        case .allSentinels: return sentinels
        case .all: return processes
        }
    }

    private func firstReplica() async -> RedisServer? {
        let master = await master()
        return await serverRoles().filter { $0.key != master && $0.value == "slave" }.keys.min().map { server($0) }
    }

    /// The server that has this connection of a node now.
    private func holder(of node: NodeID, _ role: LinkRole) async throws -> RedisServer {
        let name = "rollcall-\(node)-\(role.rawValue)"
        let found = try await askedAgain { await self.holder(of: name) }
        guard let found else {
            throw FaultFailure(reason: "no server that answers has the connection \(node).\(role.rawValue)")
        }
        return found
    }

    private func holder(of connection: String) async -> RedisServer? {
        for server in servers where server.isRunning && !server.isFrozen {
            let clients = try? await server.door.talk(timeout: Self.roleTimeout) { try await $0.clientList() }
            if clients?.contains(where: { $0["name"] == connection }) == true { return server }
        }
        return nil
    }

    /// On a busy machine a server that is well can be silent for longer than ``roleTimeout``: it is asked until it has
    /// had as long as it gets elsewhere.
    private func askedAgain(_ find: () async -> RedisServer?) async throws -> RedisServer? {
        let deadline = ContinuousClock.now + RedisDoor.timeout
        while true {
            if let found = await find() { return found }
            guard ContinuousClock.now < deadline else { return nil }
            try await Task.sleep(for: Self.askingInterval)
        }
    }
}

// What the sentinels announce.
extension RedisTopology {
    /// Calls `saw` once for each thing that happens, however many sentinels tell of it.
    func watchSentinels(_ saw: @escaping @Sendable (RunSight) -> Void) async throws {
        for sentinel in sentinels {
            try await watch.follow(sentinel.door) { [weak self] in self?.heard($0, saw) }
        }
    }

    private func heard(_ announcement: SentinelWatch.Announcement, _ saw: @Sendable (RunSight) -> Void) {
        switch announcement {
        case .switched(_, let port):
            guard let new = server(announcedAt: port) else { return }
            let isNews = roles.withLock { roles in
                roles.isMasterDown = false
                guard roles.announced != new else { return false }
                roles.announced = new
                return true
            }
            turned(to: new)
            if isNews { saw(.switchMaster) }
        case .down(let port):
            let isNews = roles.withLock { roles in
                // Others may tell of it when the first have named another master already.
                guard server(announcedAt: port) == roles.announced, !roles.isMasterDown else { return false }
                roles.isMasterDown = true
                return true
            }
            if isNews { saw(.masterDown) }
        case .up(let port):
            roles.withLock { roles in
                if server(announcedAt: port) == roles.announced { roles.isMasterDown = false }
            }
        }
    }
}
