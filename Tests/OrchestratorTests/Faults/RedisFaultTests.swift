import Core
import NIOPosix
import Redis
import Runtime
import TestSupport
import Testing

@testable import Orchestrator

extension RealProcesses {
    /// Each fault on one server does what it says, seen from outside, and heals.
    @Suite("Faults on a Redis of one server", .timeLimit(.minutes(3)))
    struct RedisFaultTests {
        @Test("Killed it is gone until it is started; its counter begins again (T12)")
        func killed() async throws {
            try await FaultBench.run { bench in
                let redis = bench.address()
                for _ in 0..<5 { _ = try await ask(redis, "INCR", "counter") }
                try await bench.strike(RedisKill(downMilliseconds: nil))
                #expect(isGone(bench.server().process.processID))
                let again = try await bench.perform(RedisKill(downMilliseconds: nil))
                #expect(again.last == .failed("r1 was not running"))
                #expect(bench.stages.value[1] == [.began, .observed])
                try await bench.strike(RedisStart(.server(ServerID(1))))
                #expect(bench.stages.value[1] == [.began, .observed, .healed])
                #expect(try await ask(redis, "INCR", "counter") == "1")
                let running = try await bench.perform(RedisStart(.server(ServerID(1))))
                #expect(running.last == .failed("r1 was not down"))
                try await bench.under(RedisStop(downMilliseconds: 100)) { #expect(!bench.server().isRunning) }
                #expect(try await ask(redis, "PING") == "PONG")
            }
        }

        @Test("Data are kept, wiped, or those of a snapshot", arguments: RedisSpec.Persistence.allCases)
        func data(persistence: RedisSpec.Persistence) async throws {
            try await FaultBench.run(RedisSpec(persistence: persistence)) { bench in
                let redis = bench.address()
                func restarted(_ data: RestartData?) async throws -> String {
                    let fault = RedisRestart(downMilliseconds: 0, manner: .stop, back: RedisReturn(data: data))
                    #expect(try await bench.perform(fault) == [.began, .observed, .healed])
                    return try await ask(redis, "INCR", "counter")
                }
                let missing = try await bench.perform(
                    RedisRestart(downMilliseconds: 0, manner: .kill, back: RedisReturn(data: .snapshot))
                )
                #expect(missing.last == .failed("there is no snapshot of r1"))
                try await bench.strike(RedisStart(.server(ServerID(1)), back: RedisReturn(data: .wipe)))
                #expect(try await ask(redis, "INCR", "counter") == "1")
                try await bench.strike(RedisSnapshot())
                #expect(try await ask(redis, "INCR", "counter") == "2")
                #expect(try await restarted(nil) == (persistence == .none ? "1" : "3"))
                #expect(try await restarted(.snapshot) == "2")
                #expect(try await restarted(.wipe) == "1")
            }
        }

        private static func isLoading(_ options: RedisOptions) async throws -> Bool {
            let client = try await AsyncRedisClient.connect(
                options: options,
                on: MultiThreadedEventLoopGroup.singleton.any(),
                patience: .seconds(1)
            )
            var code: String?
            do {
                _ = try await client.send("GET", "key")
            } catch let error as RedisError {
                code = error.replyCode.map(String.init)
            }
            await client.close()
            return code == "LOADING"
        }

        @Test(
            "It stays in LOADING as long as is asked, and then has what it had",
            arguments: RedisSpec.Persistence.allCases
        )
        func loads(persistence: RedisSpec.Persistence) async throws {
            try await FaultBench.run(RedisSpec(persistence: persistence)) { bench in
                let redis = bench.address()
                _ = try await ask(redis, "SET", "key", "kept")
                let began = ContinuousClock.now
                let fault = RedisRestart(
                    downMilliseconds: 0,
                    manner: .stop,
                    back: RedisReturn(loadingMilliseconds: 1_500)
                )
                try await bench.under(fault) { () async throws in
                    var options = RedisOptions(address: redis)
                    options.waitsForData = false
                    let asking = options
                    try await become("it says LOADING") { try await Self.isLoading(asking) }
                }
                #expect(ContinuousClock.now - began >= .milliseconds(1_500))
                // What made it slow has expired, which Redis notices in its own time where it loaded a log.
                try await become("it has what it had") {
                    try await ask(redis, "DBSIZE") == (persistence == .none ? "0" : "1")
                }
                #expect(try await ask(redis, "SET", "key", "new") == "OK")
            }
        }

        @Test("Frozen it takes connections and answers nothing, for a time or until it is thawed")
        func frozen() async throws {
            try await FaultBench.run { bench in
                let redis = bench.address()
                let early = try await bench.perform(RedisThaw())
                #expect(early.last == .failed("r1 was not frozen"))
                try await bench.under(RedisFreeze(downMilliseconds: nil)) { () async throws in
                    #expect(bench.server().isFrozen)
                    let error = await #expect(throws: RedisError.self) {
                        try await look(at: redis) { _ = try await $0.send("PING") }
                    }
                    #expect(error?.code == .connectTimedOut)
                    try await bench.strike(RedisThaw())
                }
                #expect(try await ask(redis, "PING") == "PONG")
                try await bench.under(RedisFreeze(downMilliseconds: 100)) { #expect(bench.server().isFrozen) }
                try await bench.under(RedisFreeze(downMilliseconds: nil)) { bench.endTraffic() }
                #expect(try await ask(redis, "PING") == "PONG")
            }
        }

        @Test("Connections are closed by kind and by node, and come back")
        func killsClients() async throws {
            try await FaultBench.run { bench in
                let redis = bench.address()
                let first = try await Listener(redis, channel: "c", name: "rollcall-n1-sub")
                let second = try await Listener(redis, channel: "c", name: "rollcall-n2-sub")
                let normal = try await AsyncRedisClient.connect(
                    options: RedisOptions(address: redis, clientName: "rollcall-n1-pub"),
                    on: MultiThreadedEventLoopGroup.singleton.any()
                )
                let id = try await normal.send("CLIENT", "ID").int
                #expect(try await bench.perform(RedisKillClients(.master, .pubsub, node: NodeID(1))).last == .healed)
                #expect(await first.confirmed.first(before: .now + patience) { $0 == 2 } != nil)
                #expect(second.confirmed.value == 1)
                #expect(try await bench.perform(RedisKillClients(.master, .pubsub)).last == .healed)
                #expect(await second.confirmed.first(before: .now + patience) { $0 == 2 } != nil)
                #expect(try await normal.send("CLIENT", "ID").int == id)
                #expect(try await bench.perform(RedisKillClients(.master, .normal)).last == .healed)
                #expect(try await normal.send("CLIENT", "ID").int != id)
                #expect(try await ask(redis, "PUBSUB", "NUMSUB", "c") == "c 2")
                #expect(try await ask(redis, "PUBLISH", "c", "to both") == "2")
                await first.close()
                await second.close()
                await normal.close()
                try await become("nobody is left") { try await !ask(redis, "CLIENT", "LIST").contains("rollcall-n") }
                let none = try await bench.perform(RedisKillClients(.master, .pubsub))
                #expect(none.last == .failed("master had no such connection to close"))
            }
        }

        @Test("Scripts, keys and everything: forgotten, changed, flushed")
        func changesData() async throws {
            try await FaultBench.run(RedisSpec(database: 3)) { bench in
                let redis = bench.address()
                let script = try await ask(redis, "SCRIPT", "LOAD", "return 1")
                try await bench.strike(RedisScriptFlush())
                let error = await #expect(throws: RedisError.self) { try await ask(redis, "EVALSHA", script, "0") }
                #expect(error?.replyCode == "NOSCRIPT")
                for _ in 0..<9 { _ = try await ask(redis, "INCR", "rollcall") }
                try await bench.strike(RedisSetKey(value: "4"))
                #expect(try await ask(redis, "INCR", "rollcall") == "5")
                try await bench.strike(RedisSetKey(key: "other", value: "x y"))
                #expect(try await ask(redis, "GET", "other") == "x y")
                try await bench.strike(RedisFlush())
                #expect(try await ask(redis, "DBSIZE") == "0")
            }
        }

        @Test("Full memory refuses what writes; PUBLISH and SUBSCRIBE go on (T15)")
        func fillsMemory() async throws {
            try await FaultBench.run { bench in
                let redis = bench.address()
                try await bench.under(RedisFillMemory(bytes: 4_194_304, forMilliseconds: nil)) { () async throws in
                    let listener = try await Listener(redis, channel: "c", name: "rollcall-n1-sub")
                    #expect(try await ask(redis, "PUBLISH", "c", "heard") == "1")
                    #expect(await listener.heard.first(before: .now + patience) { $0 == ["heard"] } != nil)
                    await listener.close()
                    await expectRefusedWrites(at: redis, with: "OOM")
                    bench.endTraffic()
                }
                #expect(try await ask(redis, "INCR", "k") == "1")
                #expect(try await ask(redis, "DBSIZE") == "1")
                #expect(try await ask(redis, "CONFIG", "GET", "maxmemory").hasSuffix(" 0"))
            }
        }

        @Test("Rights that are taken cut who uses them; a new password bites at the next login (T18)")
        func changesRights() async throws {
            try await FaultBench.run(RedisSpec(password: "old", username: "app")) { bench in
                let redis = bench.address()
                let listener = try await Listener(redis, channel: "c", name: "rollcall-n1-sub")
                let before = try await ask(redis, "ACL", "LIST")
                try await bench.under(RedisACL(.master, password: "new", forMilliseconds: 300)) { () async throws in
                    let error = await #expect(throws: RedisError.self) { try await ask(redis, "PING") }
                    #expect(error?.code == .authenticationFailed)
                    var other = redis
                    other.password = "new"
                    #expect(try await ask(other, "PUBLISH", "c", "heard") == "1")
                    #expect(listener.confirmed.value == 1)
                }
                #expect(try await ask(redis, "ACL", "LIST") == before)
                try await bench.under(RedisACL(.master, rules: "resetchannels", forMilliseconds: 300)) {
                    () async throws in
                    let error = await #expect(throws: RedisError.self) { try await ask(redis, "PUBLISH", "c", "x") }
                    #expect(error?.replyCode == "NOPERM")
                    #expect(try await ask(redis, "PUBSUB", "NUMSUB", "c") == "c 0")
                }
                #expect(try await ask(redis, "ACL", "LIST") == before)
                await listener.close()
                try await bench.under(RedisACL(.master, user: "guest", rules: "+ping", forMilliseconds: 100)) {
                    () async throws in
                    #expect(try await ask(redis, "ACL", "LIST").contains("user guest"))
                }
                #expect(try await ask(redis, "ACL", "LIST") == before)
            }
        }

        @Test("Paused it answers late and forgets nothing (T17)", arguments: RedisPause.Mode.allCases)
        func pauses(mode: RedisPause.Mode) async throws {
            try await FaultBench.run { bench in
                let redis = bench.address()
                let listener = try await Listener(redis, channel: "c", name: "rollcall-n1-sub")
                try await look(at: redis) { client in
                    try await bench.under(RedisPause(.master, mode, forMilliseconds: 600)) { () async throws in
                        let began = ContinuousClock.now
                        if mode == .write {
                            #expect(try await client.send("GET", "k").isNull)
                            #expect(ContinuousClock.now - began < .milliseconds(300))
                        }
                        #expect(try await client.send("PUBLISH", "c", "late").int == 1)
                        #expect(ContinuousClock.now - began > .milliseconds(300))
                    }
                }
                #expect(await listener.heard.first(before: .now + patience) { $0 == ["late"] } != nil)
                await listener.close()
            }
        }
    }
}
