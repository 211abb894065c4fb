import Core
import Redis
import Runtime

// The sentinels, made acquainted and quick.
extension RedisTopology {
    /// How often a sentinel greets the others until they all know each other. Later, see ``publishMilliseconds``.
    static let greetingMilliseconds = 20
    /// How often it greets them then, as Redis has it by default. Four times that is how long sentinels bear with a master
    /// that they did not choose: with 250 the old master of a planned failover is turned after 2 s, in life after 9 s.
    static let publishMilliseconds = 2_000
    /// How often it asks data servers who they are.
    static let infoMilliseconds = 500

    /// How often it asks everybody whether they are there: well before `down-after`. Left alone it would ask a server that it
    /// has just come to know for the first time when that time is over, so that after each failover all sentinels take the new
    /// master for dead and elect another, and another. Never less than 250: a sentinel takes no replica for healthy whose
    /// answers are older than five of these, while it asks once a second at most when the master is gone (reference
    /// harness-anchors, section 5.4).
    static func pingMilliseconds(downAfter: Int) -> Int { min(1_000, max(250, downAfter * 3 / 5)) }

    private static let pollInterval: Duration = .milliseconds(3)

    /// Returns when every sentinel talks with all replicas and all other sentinels.
    ///
    /// - Throws: ``HarnessError`` with code 3 at the deadline.
    func introduceSentinels(before deadline: ContinuousClock.Instant) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for sentinel in sentinels {
                group.addTask {
                    try await self.tune(sentinel, publish: Self.greetingMilliseconds)
                    try await self.waitUntilAcquainted(sentinel, before: deadline)
                }
            }
        }
        for sentinel in sentinels { try await tune(sentinel, publish: Self.publishMilliseconds) }
    }

    /// Sets the periods of a sentinel. Redis 6.2 cannot do that, and is slower.
    func tune(_ sentinel: RedisServer, publish: Int = publishMilliseconds) async throws {
        do {
            try await sentinel.door.talk { client in
                try await client.send(
                    "SENTINEL",
                    "DEBUG",
                    "publish-period",
                    publish,
                    "info-period",
                    Self.infoMilliseconds,
                    "ping-period",
                    Self.pingMilliseconds(downAfter: spec.sentinel.downAfterMilliseconds)
                )
            }
        } catch let error as RedisError where error.reply != nil {
            return
        }
    }

    /// No sentinel that answers is about to make another server the master.
    func isCalm() async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for sentinel in sentinels where sentinel.isRunning && !sentinel.isFrozen {
                group.addTask {
                    let flags = try? await sentinel.door.talk(timeout: Self.roleTimeout) { try await $0.masterFlags() }
                    return (flags ?? []).isDisjoint(with: ["o_down", "failover_in_progress"])
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
    }

    /// Lets a failover that is under way come to its end, so that whoever begins now does not begin as a second master. One
    /// that cannot succeed is not waited for.
    func waitUntilCalm() async throws {
        let limit = Duration.milliseconds(spec.sentinel.failoverTimeoutMilliseconds) + Self.switchTimeout
        let deadline = ContinuousClock.now + limit
        while await !isCalm(), ContinuousClock.now < deadline { try await Task.sleep(for: Self.pollInterval) }
    }

    /// From the choice of another master to the moment at which all sentinels name it.
    private static let switchTimeout: Duration = .seconds(3)

    private func waitUntilAcquainted(_ sentinel: RedisServer, before deadline: ContinuousClock.Instant) async throws {
        let others = sentinels.count - 1
        let replicas = servers.count - 1
        let seen = try await sentinel.door.talk { client in
            while ContinuousClock.now < deadline {
                let known = try await client.sentinels()
                let followers = try await client.replicas()
                // An answer to everything that was asked: otherwise the connection may still be on its way.
                let areSentinels = known.allSatisfy { $0["flags"] == "sentinel" && $0["link-pending-commands"] == "0" }
                let areReplicas = followers.allSatisfy { $0["flags"] == "slave" && $0["master-link-status"] == "ok" }
                if known.count == others, followers.count == replicas, areSentinels, areReplicas { return true }
                try await Task.sleep(for: Self.pollInterval)
            }
            return false
        }
        guard !seen else { return }
        throw HarnessError(
            .systemFailed,
            "\(sentinel.id) does not see \(replicas) replicas and \(others) other sentinels; its last lines:\n"
                + sentinel.process.log.tail(lines: ChildProcess.shownLines).joined(separator: "\n")
        )
    }
}

extension AsyncRedisClient {
    /// What a sentinel knows of the other sentinels.
    func sentinels() async throws -> [[String: String]] { try await tables("SENTINELS") }

    /// What a sentinel knows of the replicas.
    func replicas() async throws -> [[String: String]] { try await tables("REPLICAS") }

    private func tables(_ what: String) async throws -> [[String: String]] {
        try await send("SENTINEL", what, SentinelSpec.masterName).elements?.compactMap(\.table) ?? []
    }

    /// `master`, `s_down`, `o_down`, `failover_in_progress`: how a sentinel sees the master.
    func masterFlags() async throws -> Set<Substring> {
        let flags = try await send("SENTINEL", "MASTER", SentinelSpec.masterName).table?["flags"] ?? ""
        return Set(flags.split(separator: ","))
    }

    /// The announced port of the master that a sentinel names.
    func masterPort() async throws -> UInt16? {
        let reply = try await send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SentinelSpec.masterName)
        return reply.elements?.last?.string.flatMap { UInt16($0) }
    }
}
