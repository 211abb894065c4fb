import Core
import Redis
import Runtime
import Synchronization

// What faults change in servers that run.
extension RedisTopology {
    private static let lookInterval: Duration = .milliseconds(5)
    /// How long a change of role may take to show.
    private static let roleChangeTimeout: Duration = .seconds(10)

    /// REPLICAOF NO ONE.
    ///
    /// - Throws: ``FaultFailure`` where it was a master already, or does not say that it is one.
    func makeMaster(_ server: RedisServer) async throws {
        try await server.door.talk { client in
            guard try await client.info("replication")["role"] == "slave" else {
                throw FaultFailure(reason: "\(server.id) was no replica")
            }
            try await client.send("REPLICAOF", "NO", "ONE")
            guard try await client.info("replication")["role"] == "master" else {
                throw FaultFailure(reason: "\(server.id) did not become a master")
            }
        }
        server.wasReplica(of: nil)
    }

    /// A server is, or is no more, a master beside the master.
    func setPromoted(_ server: RedisServer, _ isPromoted: Bool) {
        guard let index = servers.firstIndex(where: { $0.id == server.id }) else { return }
        roles.withLock { roles in
            if isPromoted {
                roles.promoted.insert(ServerID(index: index))
            } else {
                roles.promoted.remove(ServerID(index: index))
            }
        }
    }

    /// REPLICAOF the present master; returns when it is in sync. Nothing is done where it is itself the master.
    ///
    /// - Throws: ``FaultFailure`` when that is not seen in time.
    func makeReplica(_ server: RedisServer) async throws {
        let master = self.server(await master())
        guard master.id != server.id else { return }
        try await server.door.talk { try await $0.send("REPLICAOF", "127.0.0.1", "\(master.announcedPort)") }
        server.wasReplica(of: master.announcedPort)
        try await waitUntilRestored(server)
    }

    /// Makes the sentinels forget a server that is no replica any more.
    ///
    /// - Throws: ``FaultFailure`` where one of them still knows it.
    func forget(_ server: RedisServer) async throws {
        for sentinel in sentinels where sentinel.isRunning && !sentinel.isFrozen {
            try await sentinel.door.talk { client in
                let deadline = ContinuousClock.now + Self.roleChangeTimeout
                repeat {
                    try await client.send("SENTINEL", "RESET", SentinelSpec.masterName)
                    try await Task.sleep(for: Self.lookInterval)
                    if try await !client.knows(server) { return }
                } while ContinuousClock.now < deadline
                throw FaultFailure(reason: "\(sentinel.id) still knows \(server.id)")
            }
        }
    }

    /// Every sentinel that answers has it among the replicas, or as the master.
    func isKnown(_ server: RedisServer) async throws -> Bool {
        guard await master() != serverID(server) else { return true }
        for sentinel in sentinels where sentinel.isRunning && !sentinel.isFrozen {
            guard try await sentinel.door.talk({ try await $0.knows(server) }) else { return false }
        }
        return true
    }

    /// Every sentinel that answers has asked it since then, and was told that it is a replica.
    func isSeenAsReplica(_ server: RedisServer, since begin: ContinuousClock.Instant) async throws -> Bool {
        for sentinel in sentinels where sentinel.isRunning && !sentinel.isFrozen {
            let age = ContinuousClock.now - begin
            let known = try await sentinel.door.talk { try await $0.replicas() }
            guard let entry = known.first(where: { $0["port"] == "\(server.announcedPort)" }),
                entry["role-reported"] == "slave",
                let asked = entry["info-refresh"].flatMap(Int.init), .milliseconds(asked) < age
            else { return false }
        }
        return true
    }

    private func serverID(_ server: RedisServer) -> ServerID? {
        if case .server(let id) = server.id { id } else { nil }
    }

    /// Puts a copy of its data aside.
    ///
    /// - Throws: `RedisError` where it cannot save; ``HarnessError`` where files cannot be copied.
    func putAside(_ server: RedisServer) async throws {
        let data = RedisData(folder: server.setup.dataFolder)
        guard spec.persistence == .aof else {
            try await server.door.talk(timeout: Self.saveTimeout) { try await $0.send("SAVE") }
            try data.putAside()
            if spec.persistence == .none { data.removeSnapshotFile() }
            return
        }
        // Every write is synced before it is answered, so what is in the files is what anybody knows of.
        try await server.freeze()
        let copied = Result { try data.putAside() }
        try await server.thaw()
        try copied.get()
    }

    /// How long SAVE may take.
    private static let saveTimeout: Duration = .seconds(20)
}

extension AsyncRedisClient {
    /// Whether a sentinel has a server among the replicas.
    fileprivate func knows(_ server: RedisServer) async throws -> Bool {
        try await replicas().contains { $0["port"] == "\(server.announcedPort)" }
    }
}
