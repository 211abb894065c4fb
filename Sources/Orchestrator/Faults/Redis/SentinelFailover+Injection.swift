import Core
import Redis

extension SentinelFailover: InjectableFault {
    /// Seen when every sentinel that answers names another master; healed when the old one is a replica of it, in sync, and
    /// every sentinel knows it as that.
    func inject(_ work: FaultWork) async throws {
        let topology = try work.fleet.topology()
        try await work.holding("role of the master") {
            let old = await topology.master()
            guard let sentinel = topology.sentinels.first(where: { $0.isRunning && !$0.isFrozen }) else {
                throw FaultFailure(reason: "no sentinel runs")
            }
            try await sentinel.door.talk(timeout: FaultWork.replyTimeout) {
                try await $0.send("SENTINEL", "FAILOVER", SentinelSpec.masterName)
            }
            try await work.eventually("another master than \(old)") {
                let named = await topology.masterBySentinel()
                // Where the replica does not answer in time, under load, the sentinel gives it up.
                if named[sentinel.id] == old {
                    let flags = try? await sentinel.door.talk { try await $0.masterFlags() }
                    if flags?.contains("failover_in_progress") == false {
                        _ = try? await sentinel.door.talk {
                            try await $0.send("SENTINEL", "FAILOVER", SentinelSpec.masterName)
                        }
                    }
                }
                return Set(named.values).count == 1 && !named.values.contains(old)
            }
            _ = await topology.master()
            try await work.observed()
            try await work.healing()
            try await topology.waitUntilRestored(topology.server(old))
            // One that does not know it yet would still turn it, in the middle of the next failover.
            let restored = ContinuousClock.now
            try await work.eventually("\(old) as a replica in the eyes of every sentinel") {
                try await topology.isSeenAsReplica(topology.server(old), since: restored)
            }
            try await work.healed()
        }
    }
}
