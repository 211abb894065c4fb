import Core
import NIOPosix
import Redis
import Runtime
import TestSupport
import Testing

@testable import Orchestrator

extension RealProcesses {
    /// Faults on a Redis with replicas and sentinels, and what the catalogue of bugs has measured there.
    @Suite("Faults on a Redis of several servers", .timeLimit(.minutes(3)))
    struct SentinelFaultTests {
        private let quick = RedisSpec(
            mode: .sentinel,
            replicas: 2,
            sentinel: SentinelSpec(downAfterMilliseconds: 500)
        )

        @Test("A planned failover makes two islands until the old master is turned (T4)")
        func plannedFailover() async throws {
            try await FaultBench.run(quick) { bench in
                let old = try await Listener(bench.address(1), channel: "c", name: "rollcall-n1-sub")
                try await bench.under(SentinelFailover()) { () async throws in
                    let master = await bench.redis.master()
                    #expect(master != ServerID(1))
                    let address = bench.redis.address(of: master)
                    let new = try await Listener(address, channel: "c", name: "rollcall-n2-sub")
                    for number in 1...20 {
                        #expect(try await ask(bench.address(1), "PUBLISH", "c", "old \(number)") == "1")
                        #expect(try await ask(address, "PUBLISH", "c", "new \(number)") == "1")
                    }
                    #expect(await old.heard.first(before: .now + patience) { $0.count >= 20 } != nil)
                    #expect(await new.heard.first(before: .now + patience) { $0.count >= 20 } != nil)
                    #expect(old.heard.value == (1...20).map { "old \($0)" })
                    #expect(new.heard.value == (1...20).map { "new \($0)" })
                    await new.close()
                }
                #expect(try await role(of: bench.address(1)) == "slave")
                // Its clients were cut when it was turned, and came back to hear what the new master says.
                #expect(await old.confirmed.first(before: .now + patience) { $0 >= 2 } != nil)
                _ = try await ask(bench.redis.address(of: await bench.redis.master()), "PUBLISH", "c", "both")
                #expect(await old.heard.first(before: .now + patience) { $0.last == "both" } != nil)
                await old.close()
            }
        }

        @Test("A planned failover that the sentinel gives up is asked for again")
        func abortedFailover() async throws {
            // The replica counts as there for longer than the sentinel waits for it.
            let patient = RedisSpec(
                mode: .sentinel,
                replicas: 1,
                sentinel: SentinelSpec(downAfterMilliseconds: 20_000, failoverTimeoutMilliseconds: 1_000)
            )
            try await FaultBench.run(patient) { bench in
                let sentinel = try #require(bench.redis.sentinels.first).door.address
                let given = try await Listener(sentinel, channel: "-failover-abort-slave-timeout", name: "test")
                let replica = bench.server(2)
                try await replica.process.freeze()
                async let ended = bench.perform(SentinelFailover())
                // It is promoted by nobody while it stands still.
                #expect(await given.heard.first(before: .now + patience) { !$0.isEmpty } != nil)
                try await replica.process.thaw()
                #expect(try await ended == [.began, .observed, .healed])
                #expect(await bench.redis.master() == ServerID(2))
                await given.close()
            }
        }

        @Test("The master is killed: whoever publishes to the new one before others have subscribed is told 0 (T5)")
        func masterKilled() async throws {
            try await FaultBench.run(quick) { bench in
                try await bench.under(RedisKill(downMilliseconds: 2_000)) { () async throws in
                    #expect(
                        await bench.board.first(before: .now + patience) { $0.counters.sights[.switchMaster] == 1 }
                            != nil
                    )
                    try await become("it is named") { await bench.redis.master() != ServerID(1) }
                    let master = bench.redis.address(of: await bench.redis.master())
                    #expect(try await ask(master, "PUBLISH", "c", "lost") == "0")
                    let late = try await Listener(master, channel: "c", name: "rollcall-n1-sub")
                    #expect(try await ask(master, "PUBLISH", "c", "heard") == "1")
                    #expect(await late.heard.first(before: .now + patience) { !$0.isEmpty } == ["heard"])
                    await late.close()
                }
                #expect(try await role(of: bench.address(1)) == "slave")
                let sights = bench.board.value.counters.sights
                #expect(sights == [.masterDown: 1, .switchMaster: 1])
            }
        }

        @Test("A frozen master keeps its subscriber, who hears nothing, while the others go on (T6)")
        func masterFrozen() async throws {
            try await FaultBench.run(quick) { bench in
                let subscriber = try await Listener(
                    bench.address(1),
                    channel: "c",
                    name: "rollcall-n1-sub",
                    asks: false
                )
                try await bench.under(RedisFreeze(downMilliseconds: nil)) { () async throws in
                    try await become("it is named") { await bench.redis.master() != ServerID(1) }
                    let master = bench.redis.address(of: await bench.redis.master())
                    for _ in 0..<20 { #expect(try await ask(master, "PUBLISH", "c", "unheard") == "0") }
                    // Neither a message nor an end; and whoever connects is taken.
                    #expect(subscriber.heard.value.isEmpty && subscriber.ends.value == 0)
                    #expect(FreePort.isServed(bench.server(1).port))
                    try await bench.strike(RedisThaw(.oldMaster))
                }
                #expect(try await role(of: bench.address(1)) == "slave")
                #expect(await subscriber.ends.first(before: .now + patience) { $0 == 1 } != nil)
                #expect(subscriber.heard.value.isEmpty)
                await subscriber.close()
            }
        }

        @Test("A replica that is frozen while its master dies has lost nothing (T7)")
        func replicaFrozen() async throws {
            try await FaultBench.run(RedisSpec(mode: .replica, replicas: 1)) { bench in
                let replica = bench.server(2)
                async let frozen = bench.perform(RedisFreeze(.replica, downMilliseconds: nil))
                try await become("it stands still") { replica.isFrozen }
                try await look(at: bench.address(1)) { client in
                    for _ in 0..<50 {
                        try await client.send("INCR", "counter")
                        try await client.send("XADD", "stream", "*", "a", "b")
                    }
                    // Redis answers before it writes to its replicas, and does both before it reads again.
                    try await client.send("PING")
                }
                // The master sends nothing any more: what comes now has lain in the kernel.
                try await bench.server(1).freeze()
                try await replica.thaw()
                try await become("it has read all") { try await ask(bench.address(2), "XLEN", "stream") == "50" }
                try await bench.strike(RedisKill(.server(ServerID(1)), downMilliseconds: nil))
                try await bench.redis.makeMaster(replica)
                #expect(try await ask(bench.address(2), "GET", "counter") == "50")
                #expect(try await ask(bench.address(2), "XLEN", "stream") == "50")
                #expect(await bench.redis.master() == ServerID(2))
                bench.endTraffic()
                #expect(try await frozen == [.began, .observed, .healed])
                try await bench.strike(RedisStart(.oldMaster))
                #expect(try await role(of: bench.address(1)) == "slave")
            }
        }

        @Test("A master that wants a replica and has none refuses what writes; PUBLISH goes on (T16)")
        func aloneWithoutReplica() async throws {
            let spec = RedisSpec(mode: .replica, replicas: 1, config: ["min-replicas-to-write": "1"])
            try await FaultBench.run(spec) { bench in
                let master = bench.address(1)
                try await become("it takes writes") { (try? await ask(master, "SET", "k", "1")) == "OK" }
                try await bench.under(RedisKill(.server(ServerID(2)), downMilliseconds: 100)) { () async throws in
                    await expectRefusedWrites(at: master, with: "NOREPLICAS")
                    #expect(try await ask(master, "PUBLISH", "c", "unheard") == "0")
                }
                try await become("it takes writes again") { (try? await ask(master, "INCR", "k")) == "2" }
            }
        }

        @Test("A replica that is promoted answers, and hears nothing of the master any more (T3)")
        func promoted() async throws {
            try await FaultBench.run(RedisSpec(mode: .replica, replicas: 1)) { bench in
                let listener = try await Listener(bench.address(2), channel: "c", name: "rollcall-n2-sub")
                try await bench.under(RedisPromote(forMilliseconds: nil)) { () async throws in
                    #expect(try await role(of: bench.address(2)) == "master")
                    #expect(await bench.redis.master() == ServerID(1))
                    #expect(try await ask(bench.address(1), "PUBLISH", "c", "unheard") == "0")
                    #expect(try await ask(bench.address(2), "PUBLISH", "c", "own") == "1")
                    bench.endTraffic()
                }
                #expect(try await role(of: bench.address(2)) == "slave")
                let again = try await Listener(bench.address(2), channel: "d", name: "rollcall-n1-sub")
                _ = try await ask(bench.address(1), "PUBLISH", "d", "through")
                #expect(await again.heard.first(before: .now + patience) { $0 == ["through"] } != nil)
                #expect(listener.heard.value == ["own"])
                await again.close()
                await listener.close()
                let master = try await bench.perform(RedisPromote(.server(ServerID(1)), forMilliseconds: nil))
                #expect(master.last == .failed("r1 was no replica"))
            }
        }

        @Test("A replica that is detached is unknown to the sentinels, until it is one of them again")
        func detached() async throws {
            try await FaultBench.run(quick) { bench in
                func known() async throws -> Set<String?> {
                    try await look(at: bench.redis.sentinelAddresses[0]) {
                        Set(try await $0.replicas().map { $0["port"] })
                    }
                }
                let port = "\(bench.server(2).port)"
                #expect(try await known().contains(port))
                try await bench.under(RedisDetach(.server(ServerID(2)), forMilliseconds: 500)) { () async throws in
                    #expect(try await role(of: bench.address(2)) == "master")
                    #expect(try await !known().contains(port))
                }
                #expect(try await role(of: bench.address(2)) == "slave")
                #expect(try await known().contains(port))
                #expect(await bench.redis.master() == ServerID(1))
            }
        }

        @Test("Several at a time, sentinels among them")
        func several() async throws {
            try await FaultBench.run(RedisSpec(mode: .sentinel, replicas: 1)) { bench in
                try await bench.under(RedisKill(.allSentinels, downMilliseconds: 100)) { () async throws in
                    #expect(bench.redis.sentinels.allSatisfy { !$0.isRunning })
                    #expect(await bench.redis.master() == ServerID(1))
                }
                #expect(await bench.redis.masterBySentinel().count == 3)
                try await bench.under(RedisFreeze(.sentinel(SentinelID(2)), downMilliseconds: 100)) { () async throws in
                    #expect(bench.redis.sentinels[1].isFrozen)
                }
                try await bench.under(
                    RedisRestart(.allServers, downMilliseconds: 0, manner: .kill, back: RedisReturn())
                ) {}
                try await become("r1 is the master of r2, or the other way round") {
                    let roles = Set(await bench.redis.serverRoles().values)
                    return roles == ["master", "slave"]
                }
            }
        }
    }
}
