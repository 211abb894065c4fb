import Core
import FoundationEssentials
import Redis
import Runtime
import Synchronization
import TestSupport
import Testing

@testable import Orchestrator

extension RealProcesses {
    @Suite("A Redis of several processes", .timeLimit(.minutes(3)))
    struct RedisTopologyTests {
        private func started(
            _ spec: RedisSpec,
            front: @escaping RedisTopology.Front = { _, _ in nil },
            saw: @escaping @Sendable (RunSight) -> Void = { _ in },
            body: @escaping @Sendable (RedisTopology, ScratchDirectory) async throws -> Void
        ) async throws {
            let processes = Mutex<[Int32]>([])
            try await supervised { supervisor, folder in
                let redis = try await RedisTopology.start(
                    spec,
                    folder: folder.path + "/redis",
                    supervisor: supervisor,
                    within: patience,
                    front: front,
                    saw: saw
                )
                processes.withLock { $0 = redis.processes.map(\.process.processID) }
                try await body(redis, folder)
            }
            for process in processes.withLock({ $0 }) { #expect(isGone(process)) }
        }

        @Test("Ready means in sync, and acquainted; the end takes the frozen too, and leaves no secret anywhere")
        func sentinels() async throws {
            let spec = RedisSpec(mode: .sentinel, replicas: 2, password: "s3cret word", username: "app")
            try await started(spec) { redis, folder in
                let master = try await ask(redis.address(of: ServerID(1)), "INFO", "replication")
                #expect(master.contains("connected_slaves:2"))
                #expect(master.components(separatedBy: "state=online").count == 3)
                for address in redis.sentinelAddresses {
                    #expect(try await ask(address, "SENTINEL", "CKQUORUM", "rollcall").hasPrefix("OK 3 usable"))
                    try await look(at: address) { client async throws in
                        #expect(try await client.sentinels().map { $0["flags"] } == ["sentinel", "sentinel"])
                        #expect(try await client.replicas().map { $0["flags"] } == ["slave", "slave"])
                    }
                }
                #expect(await redis.master() == ServerID(1))
                #expect(try await redis.resolve(.replica).map(\.id) == [.server(ServerID(2))])
                #expect(try await redis.resolve(.all).count == 6)
                guard case .sentinels(let endpoint) = redis.endpoint() else { throw CancellationError() }
                #expect(endpoint.sentinels == redis.sentinelAddresses && endpoint.routes.isEmpty)
                #expect(redis.processIDs.count == 6)
                try await redis.server(ServerID(2)).freeze()
                try await redis.sentinels[0].freeze()

                #expect(processes(with: "s3cret").isEmpty)
                for server in redis.processes {
                    let kind = redis.sentinels.contains { $0.id == server.id } ? "sentinel" : "redis"
                    for name in ["\(server.id)/\(kind).conf", "\(server.id)/\(kind).log"] {
                        let file = try Data(contentsOf: URL(filePath: "\(folder.path)/redis/\(name)"))
                        let text = String(decoding: file, as: UTF8.self)
                        for secret in ["s3cret", "masterauth", "auth-pass"] {
                            #expect(!text.contains(secret), "\(name)")
                        }
                    }
                }
                try await redis.end()
            }
        }

        @Test(
            "The master is killed: it is seen once, a replica takes its place, and the old one comes back as a replica"
        )
        func failover() async throws {
            let sights = Observed<[RunSight]>([])
            let spec = RedisSpec(
                mode: .sentinel,
                replicas: 2,
                sentinel: SentinelSpec(downAfterMilliseconds: 500),
                password: "pw"
            )
            try await started(spec, saw: { sight in sights.update { $0.append(sight) } }) { redis, _ in
                let old = redis.server(ServerID(1))
                try await redis.end(old, .kill)
                #expect(await sights.first(before: .now + patience) { $0.contains(.switchMaster) } != nil)
                try await become("all name the new master") {
                    let named = await redis.masterBySentinel().values
                    return named.count == 3 && Set(named).count == 1
                }
                let new = await redis.master()
                #expect(new != ServerID(1))
                #expect(try await redis.resolve(.oldMaster).map(\.id) == [old.id])
                try await redis.startAgain(old, RedisReturn())
                try await redis.waitUntilRestored(old)
                #expect(try await role(of: redis.address(of: ServerID(1))) == "slave")
                #expect(sights.value == [.masterDown, .switchMaster])

                let port = redis.server(ServerID(1)).port
                try await redis.end(old, .stop)
                try await redis.startAgain(old, RedisReturn(port: .new))
                try await redis.waitUntilRestored(old)
                #expect(old.port != port)
                #expect(try await role(of: redis.address(of: ServerID(1))) == "slave")
            }
        }

        @Test("A sentinel that was killed knows again what it knew; one that is wiped learns it")
        func sentinelAgain() async throws {
            let spec = RedisSpec(mode: .sentinel, replicas: 1, sentinel: SentinelSpec(count: 2, quorum: 1))
            try await started(spec) { redis, _ in
                for data in [nil, RestartData.wipe] {
                    let sentinel = redis.sentinels[1]
                    let id = try await ask(redis.sentinelAddresses[1], "SENTINEL", "MYID")
                    try await redis.end(sentinel, .kill)
                    #expect(await redis.masterBySentinel().count == 1)
                    try await redis.startAgain(sentinel, RedisReturn(data: data))
                    try await redis.waitUntilRestored(sentinel)
                    #expect(try await ask(redis.sentinelAddresses[1], "SENTINEL", "MYID") == id)
                    try await become("it knows the other one") {
                        try await look(at: redis.sentinelAddresses[1]) { try await $0.sentinels().count == 1 }
                    }
                }
            }
        }

        @Test("Without sentinels nobody takes a master's place; who was one comes back as one when that is asked for")
        func replicas() async throws {
            try await started(RedisSpec(mode: .replica, replicas: 1)) { redis, _ in
                #expect(redis.sentinels.isEmpty)
                let (first, second) = (redis.server(ServerID(1)), redis.server(ServerID(2)))
                #expect(redis.endpoint() == .server(redis.address(of: ServerID(1))))
                let listener = try await Listener(redis.address(of: ServerID(2)), channel: "c", name: "rollcall-n2-sub")
                #expect(try await redis.resolve(.holder(NodeID(2), .sub)).map(\.id) == [second.id])
                _ = try await ask(redis.address(of: ServerID(1)), "PUBLISH", "c", "through")
                #expect(await listener.heard.first(before: .now + patience) { $0 == ["through"] } != nil)
                await #expect(throws: FaultFailure.self) { try await redis.resolve(.oldMaster) }
                await listener.close()

                try await redis.end(first, .kill)
                #expect(await redis.master() == ServerID(1))
                try await redis.makeMaster(second)
                #expect(await redis.master() == ServerID(2))
                try await redis.startAgain(first, RedisReturn(role: .oldSelf))
                try await redis.waitUntilRestored(first)
                #expect(try await role(of: redis.address(of: ServerID(1))) == "master")
                try await redis.end(first, .kill)
                try await redis.startAgain(first, RedisReturn(role: .replica))
                try await redis.waitUntilRestored(first)
                #expect(try await role(of: redis.address(of: ServerID(1))) == "slave")
            }
        }

        @Test("What is announced leads through the fronts: replication, the sentinels' eyes, and the new master's name")
        func fronts() async throws {
            let links = LinkNetwork()
            let spec = RedisSpec(
                mode: .sentinel,
                replicas: 1,
                sentinel: SentinelSpec(count: 3, downAfterMilliseconds: 500)
            )
            try await started(
                spec,
                front: { end, port in
                    try await links.listen(front: end, upstream: LinkUpstream(port: port))
                }
            ) { redis, _ in
                let (first, second) = (redis.server(ServerID(1)), redis.server(ServerID(2)))
                #expect(first.announcedPort != first.port)
                let fields = RedisInfoFields(try await ask(redis.address(of: ServerID(2)), "INFO", "replication"))
                #expect(fields["master_port"] == "\(first.announcedPort)")
                guard case .sentinels(let endpoint) = redis.endpoint() else { throw CancellationError() }
                #expect(endpoint.routes[second.announcedPort] == second.port)
                for address in redis.sentinelAddresses {
                    try await look(at: address) { client async throws in
                        #expect(try await client.replicas().map { $0["port"] } == ["\(second.announcedPort)"])
                        let others = redis.sentinels.filter { $0.port != address.port }
                        let known = Set(try await client.sentinels().map { $0["port"] })
                        #expect(known == Set(others.map { "\($0.announcedPort)" }))
                    }
                }
                try await redis.end(first, .kill)
                try await become("r2 is named by its front") {
                    try await look(at: redis.sentinelAddresses[0]) { try await $0.masterPort() } == second.announcedPort
                }
                try await become("both name it") { await redis.master() == ServerID(2) }
            }
            await links.close()
        }

        @Test("ACL users have what they were given; who may not use channels is told so (T18)")
        func users() async throws {
            let spec = RedisSpec(
                users: [
                    RedisUser(name: "app", rules: "~* +@all"),
                    RedisUser(name: "reader", password: "r", rules: "~k +get"),
                ],
                password: "pw",
                username: "app"
            )
            try await started(spec) { redis, _ async throws in
                let app = redis.address(of: ServerID(1))
                for command in ["SUBSCRIBE", "PUBLISH"] {
                    let error = await #expect(throws: RedisError.self) {
                        if command == "PUBLISH" {
                            _ = try await ask(app, "PUBLISH", "c", "x")
                        } else {
                            _ = try await ask(app, "SUBSCRIBE", "c")
                        }
                    }
                    #expect(error?.replyCode == "NOPERM")
                }
                #expect(try await ask(app, "SET", "k", "1") == "OK")
                var reader = app
                (reader.username, reader.password) = ("reader", "r")
                #expect(try await ask(reader, "GET", "k") == "1")
                let refused = reader
                await #expect(throws: RedisError.self) { _ = try await ask(refused, "SET", "k", "2") }
                #expect(await redis.master() == ServerID(1))
            }
        }

        @Test("Ready replicas hear what is written next, however they were synchronised", arguments: ["no", "yes"])
        func readyReplicasHear(disklessSync: String) async throws {
            let spec = RedisSpec(mode: .replica, replicas: 1, config: ["repl-diskless-sync": disklessSync])
            // By socket it comes to two of three replicas that they hear nothing for a second.
            for _ in 0..<4 {
                try await started(spec) { redis, _ in
                    try await look(at: redis.address(of: ServerID(1))) { client in
                        try await client.send("SET", "key", "written")
                        // Redis answers before it writes to its replicas, and does both before it reads again.
                        try await client.send("PING")
                    }
                    try await redis.server(ServerID(1)).freeze()
                    try await become("it arrives from a master that says nothing more") {
                        try await ask(redis.address(of: ServerID(2)), "GET", "key") == "written"
                    }
                }
            }
        }

        /// `ROLLCALL_FIGURES=20 swift test --filter RedisTopologyTests/figures` prints medians of so many.
        @Test("Ready in half a second, another master named in two", .enabled(if: figuresWanted > 0))
        func figures() async throws {
            var (ready, named): ([Duration], [Duration]) = ([], [])
            for _ in 0..<figuresWanted {
                let began = ContinuousClock.now
                let times = Observed<[Duration]>([])
                try await started(RedisSpec(mode: .sentinel, replicas: 2)) { redis, _ in
                    let isReady = ContinuousClock.now - began
                    let killed = ContinuousClock.now
                    try await redis.server(ServerID(1)).end(.kill)
                    try await become("all name another master") {
                        let named = await redis.masterBySentinel().values
                        return named.count == 3 && named.allSatisfy { $0 != ServerID(1) }
                    }
                    times.update { $0 = [isReady, ContinuousClock.now - killed] }
                }
                ready.append(times.value[0])
                named.append(times.value[1])
            }
            for (what, all) in [("ready", ready.sorted()), ("kill to named", named.sorted())] {
                print("figures: \(what): median \(all[all.count / 2]), from \(all[0]) to \(all[all.count - 1])")
            }
            #expect(ready.count == figuresWanted)
        }
    }
}

private let figuresWanted = ProcessInfo.processInfo.environment["ROLLCALL_FIGURES"].flatMap { Int($0) } ?? 0
