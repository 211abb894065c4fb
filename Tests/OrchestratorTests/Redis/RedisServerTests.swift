import Core
import FoundationEssentials
import Glibc
import NIOPosix
import Orchestrator
import Redis
import Runtime
import TestSupport
import Testing

extension RealProcesses {
    @Suite("redis-server", .timeLimit(.minutes(2)))
    struct RedisServerTests {
        private func started<Value: Sendable>(
            _ spec: RedisSpec = RedisSpec(),
            program: String = "redis-server",
            within limit: Duration = patience,
            body: @escaping @Sendable (RedisTopology, Supervisor, ScratchDirectory) async throws -> Value
        ) async throws -> Value {
            try await supervised { supervisor, folder in
                let redis = try await RedisTopology.start(
                    spec,
                    folder: folder.path + "/redis",
                    supervisor: supervisor,
                    program: program,
                    within: limit
                )
                return try await body(redis, supervisor, folder)
            }
        }

        private let first = ServerID(1)

        private func client(_ address: RedisAddress, timeout: Duration = .seconds(5)) async throws -> AsyncRedisClient {
            try await AsyncRedisClient.connect(
                options: RedisOptions(address: address, connectTimeout: timeout, commandTimeout: timeout),
                on: MultiThreadedEventLoopGroup.singleton.any()
            )
        }

        @Test("Starts on a free port, serves, says its version, and is gone at the end")
        func starts() async throws {
            let (process, port) = try await started { redis, supervisor, folder in
                let client = try await client(redis.address(of: first))
                #expect(try await client.send("PING").string == "PONG")
                await client.close()
                #expect(redis.server(first).version.split(separator: ".").count >= 2)
                #expect(supervisor.children.count == 1)
                #expect(access(folder.path + "/redis/r1/redis.conf", F_OK) == 0)
                return (redis.server(first).process.processID, redis.address(of: first).port)
            }
            #expect(isGone(process))
            #expect(FreePorts.isFree(port))
        }

        @Test("A password is needed, is in no process list, and is left in no file", arguments: [nil, "app"])
        func password(username: String?) async throws {
            let secret = "s3cret \"word\""
            try await started(RedisSpec(password: secret, username: username)) { redis, _, folder in
                let good = try await client(redis.address(of: first))
                #expect(try await good.send("PING").string == "PONG")
                await good.close()
                var address = redis.address(of: first)
                address.password = "wrong"
                let wrong = address
                let error = await #expect(throws: RedisError.self) { _ = try await client(wrong) }
                #expect(error?.code == .authenticationFailed)
                #expect(processes(with: "s3cret").isEmpty)
                for name in ["redis.conf", "redis.log"] {
                    let text = try String(
                        decoding: Data(contentsOf: URL(filePath: "\(folder.path)/redis/r1/\(name)")),
                        as: UTF8.self
                    )
                    #expect(!text.contains("s3cret"))
                }
                #expect(access("\(folder.path)/redis/r1/secret.conf", F_OK) != 0)
            }
        }

        @Test("Started again on its port: data are kept or wiped", arguments: [RedisSpec.Persistence.rdb, .aof])
        func startsAgain(persistence: RedisSpec.Persistence) async throws {
            try await started(RedisSpec(persistence: persistence)) { redis, _, _ in
                var client = try await client(redis.address(of: first))
                try await client.send("SET", "key", "kept")
                await client.close()
                #expect(try await redis.server(first).end(persistence == .aof ? .kill : .stop).wasExpected)
                #expect(!redis.server(first).isRunning)
                try await redis.startAgain(redis.server(first), RedisReturn(data: .keep))
                client = try await self.client(redis.address(of: first))
                #expect(try await client.send("GET", "key").string == "kept")
                await client.close()
                try await redis.server(first).end(.kill)
                try await redis.startAgain(redis.server(first), RedisReturn(data: .wipe))
                client = try await self.client(redis.address(of: first))
                #expect(try await client.send("DBSIZE").int == 0)
                await client.close()
            }
        }

        @Test("Frozen it takes connections and answers nothing; thawed it answers")
        func freezes() async throws {
            try await started { redis, _, _ in
                try await redis.server(first).freeze()
                let error = await #expect(throws: RedisError.self) {
                    _ = try await client(redis.address(of: first), timeout: .milliseconds(100))
                }
                #expect(error?.code == .connectTimedOut)
                try await redis.server(first).thaw()
                await (try await client(redis.address(of: first))).close()
                try await redis.server(first).freeze()
            }
        }

        @Test("Its death is told of, after the start and after a start again")
        func dies() async throws {
            try await started { redis, supervisor, _ in
                var ends = supervisor.unexpectedEnds.makeAsyncIterator()
                kill(redis.server(first).process.processID, SIGKILL)
                #expect(await ends.next()?.name == "r1")
                try await redis.startAgain(redis.server(first), RedisReturn(data: .keep))
                kill(redis.server(first).process.processID, SIGKILL)
                #expect(await ends.next()?.exit?.status == .signal(SIGKILL))
            }
        }

        @Test("A port that is taken is error 75 that names it")
        func portTaken() async throws {
            try await started { redis, supervisor, folder in
                let port = redis.address(of: first).port
                let error = await #expect(throws: HarnessError.self) {
                    _ = try await RedisTopology.start(
                        RedisSpec(port: port),
                        folder: folder.path + "/second",
                        supervisor: supervisor
                    )
                }
                #expect(error?.code == .environment)
                #expect(error?.message.contains("\(port)") == true)
                try await redis.end()
                #expect(supervisor.children.isEmpty)
            }
        }

        @Test("One that dies at its start is error 3 with its last lines")
        func diesAtStart() async throws {
            let error = await #expect(throws: HarnessError.self) {
                try await started(RedisSpec(config: ["no-such-setting": "1"])) { _, _, _ in }
            }
            #expect(error?.code == .systemFailed)
            #expect(error?.message.contains("no-such-setting") == true)
        }

        @Test("One that never serves is error 3 in time")
        func neverServes() async throws {
            let error = await #expect(throws: HarnessError.self) {
                try await supervised { supervisor, folder in
                    try folder.write("#!/bin/sh\necho I am idle\nexec sleep 1000\n", to: "idle")
                    chmod(folder.path + "/idle", 0o700)
                    _ = try await RedisTopology.start(
                        RedisSpec(),
                        folder: folder.path + "/redis",
                        supervisor: supervisor,
                        program: folder.path + "/idle",
                        within: .milliseconds(200)
                    )
                }
            }
            #expect(error?.code == .systemFailed)
            #expect(error?.message.contains("| I am idle") == true)
        }

        @Test("A missing redis-server is error 69; a cluster is refused, whether ours or given")
        func unusable() async throws {
            let missing = await #expect(throws: HarnessError.self) {
                try await started(program: "no-redis-server") { _, _, _ in }
            }
            #expect(missing?.code == .unavailable)
            let cluster = await #expect(throws: HarnessError.self) {
                try await started(RedisSpec(config: ["cluster-enabled": "yes"])) { _, _, _ in }
            }
            #expect(cluster?.code == .unavailable)
            #expect(cluster?.message.contains("cluster") == true)
        }

        @Test("A given Redis is looked at: reachable, password, address")
        func external() async throws {
            try await started(RedisSpec(password: "pw")) { redis, _, _ in
                let port = redis.address(of: first).port
                let found = try await ExternalRedis.check(url: "redis://:pw@127.0.0.1:\(port)/2")
                #expect(found.address.database == 2)
                #expect(found.version == redis.server(first).version)
                let wrong = await #expect(throws: HarnessError.self) {
                    try await ExternalRedis.check(url: "redis://:other@127.0.0.1:\(port)")
                }
                #expect(wrong?.code == .unavailable)
                #expect(wrong?.description.contains("other@") == false)
                try await redis.server(first).end(.kill)
                let gone = await #expect(throws: HarnessError.self) {
                    try await ExternalRedis.check(url: "redis://:pw@127.0.0.1:\(port)", within: .milliseconds(100))
                }
                #expect(gone?.code == .unavailable)
                #expect(gone?.message.contains("\(port)") == true)
            }
            let text = await #expect(throws: HarnessError.self) { try await ExternalRedis.check(url: "http://x") }
            #expect(text?.code == .scenario)
        }
    }
}
