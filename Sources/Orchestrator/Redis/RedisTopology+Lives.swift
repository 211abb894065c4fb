package import Core
import Redis
import Runtime

// Processes that end and begin again.
extension RedisTopology {
    /// How long a server may take to serve after it was started again, without the time that its loading is slowed down by.
    static let beginTimeout: Duration = .seconds(20)

    /// Ends a process, and keeps in mind whose replica it was. Returns when it is gone.
    package func end(_ server: RedisServer, _ manner: StopManner) async throws {
        if !server.setup.isSentinel, !server.isFrozen,
            let fields = try? await server.door.info("replication", timeout: Self.roleTimeout)
        {
            server.wasReplica(of: fields["role"] == "slave" ? fields["master_port"].flatMap { UInt16($0) } : nil)
        }
        try await server.end(manner)
    }

    /// Starts a process again after it has ended, and returns when it serves. See ``waitUntilRestored(_:)`` for its place
    /// among the others.
    ///
    /// - Throws: ``HarnessError``: 75 its port is taken, 3 it ended or did not answer in time; ``FaultFailure`` where
    ///   there is no such data.
    package func startAgain(_ server: RedisServer, _ how: RedisReturn) async throws {
        let port = how.port == .same ? server.port : try launcher.freePort()
        let announced = try await launcher.announced(server.id, port)
        if server.setup.isSentinel { return try await startSentinel(server, how, port: port, announced: announced) }
        try prepare(RedisData(folder: server.setup.dataFolder), server, how)
        let master = try await masterToFollow(server, how.role)
        let configuration = try RedisConfiguration(
            spec: spec,
            port: port,
            announcedPort: announced,
            replicaOf: master,
            dataFolder: server.setup.dataFolder,
            slowLoading: how.loadingMilliseconds != nil
        )
        try await begin(server, configuration, how)
        if spec.persistence == .none { RedisData(folder: server.setup.dataFolder).removeSnapshotFile() }
    }

    private func prepare(_ data: RedisData, _ server: RedisServer, _ how: RedisReturn) throws {
        switch how.data ?? (spec.persistence == .none ? .wipe : .keep) {
        case .keep: break
        case .wipe: try data.wipe()
        case .snapshot:
            guard data.isPutAside else { throw FaultFailure(reason: "there is no snapshot of \(server.id)") }
            try data.takeBack()
        }
        if let time = how.loadingMilliseconds { try data.slowDown(milliseconds: time, spec.persistence) }
    }

    /// The announced port of the master that it is to follow; nil when it is to be the master.
    private func masterToFollow(_ server: RedisServer, _ role: RestartRole) async throws -> UInt16? {
        guard spec.mode != .standalone else { return nil }
        switch role {
        case .oldSelf: return server.present.replicaOf
        case .replica:
            // Alone it is the only one that could be the master.
            if servers.contains(where: { $0.id != server.id && $0.isRunning && !$0.isFrozen }) {
                try await waitUntilCalm()
            }
            let master = self.server(await master())
            return master.id == server.id ? nil : master.announcedPort
        }
    }

    private func begin(_ server: RedisServer, _ configuration: RedisConfiguration, _ how: RedisReturn) async throws {
        let loading = Duration.milliseconds(how.loadingMilliseconds ?? 0)
        let start = RedisSetup.Start.data(configuration)
        let (announced, master) = (configuration.announcedPort, configuration.replicaOf)
        guard how.loadingMilliseconds != nil else {
            return try await server.begin(start, announced: announced, replicaOf: master, within: Self.beginTimeout)
        }
        let door = server.setup.door(port: configuration.port)
        try await withThrowingDiscardingTaskGroup { group in
            // The keys that it has of its own would take as long each.
            group.addTask {
                try await Task.sleep(for: loading)
                _ = try? await door.talk(whileLoading: true) { try await $0.send("CONFIG", "SET", "key-load-delay", 0) }
            }
            try await server.begin(
                start,
                announced: announced,
                replicaOf: master,
                within: Self.beginTimeout + loading * 2
            )
        }
    }

    private func startSentinel(_ server: RedisServer, _ how: RedisReturn, port: UInt16, announced: UInt16?) async throws
    {
        var start = RedisSetup.Start.sentinelAgain(port: port, announced: announced)
        if how.data == .wipe {
            let master = self.server(await master())
            let servers = [master] + servers.filter { $0.id != master.id }
            start = .sentinel(RedisLauncher.sentinel(server.setup, port, announced, watching: servers))
        }
        try await server.begin(start, announced: announced, replicaOf: nil, within: Self.beginTimeout)
        try await tune(server)
    }

    /// Returns when the server has its place again: it answers, and it is the master or a replica that is in sync with the
    /// master; a sentinel names the master that the others name.
    ///
    /// - Throws: ``FaultFailure`` when that is not seen in time.
    func waitUntilRestored(_ server: RedisServer, within limit: Duration = FaultWork.verificationTimeout) async throws {
        let deadline = ContinuousClock.now + limit
        var last = "it does not answer"
        var proof: StreamProof?
        while ContinuousClock.now < deadline {
            do {
                if try await isRestored(server, proof: &proof, why: &last) { return }
            } catch let error as RedisError {
                last = error.message
            }
            try await Task.sleep(for: Self.restoredPollInterval)
        }
        throw FaultFailure(reason: "\(server.id) did not come back within \(limit): \(last)")
    }

    private static let restoredPollInterval: Duration = .milliseconds(10)

    private func isRestored(
        _ server: RedisServer,
        proof: inout StreamProof?,
        why: inout String
    ) async throws -> Bool {
        var said = proof
        // What comes between may be another life of its link.
        proof = nil
        guard server.isRunning else {
            why = "it ended"
            return false
        }
        if server.setup.isSentinel {
            let named = await masterBySentinel()
            why = "it names another master than the others"
            return named[server.id] != nil && Set(named.values).count == 1
        }
        guard await isCalm() else {
            why = "a failover is under way"
            return false
        }
        guard let master = await masterWanted(of: server) else {
            let role = try await server.door.info("replication")["role"]
            why = "its role is \(role ?? "unknown")"
            return role == "master"
        }
        let isInSync = try await Self.isInSync(server, with: master, proof: &said, why: &why)
        proof = said
        return isInSync
    }

    /// Whom it has to follow; nil where it has to be a master. Sentinels turn whoever does not follow the master that they
    /// name; without them everybody stays what they were made.
    private func masterWanted(of server: RedisServer) async -> RedisServer? {
        guard spec.mode == .sentinel else {
            return server.present.replicaOf.flatMap { self.server(announcedAt: $0) }.map { self.server($0) }
        }
        let master = self.server(await master())
        return master.id == server.id ? nil : master
    }
}
