import Core
import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// A Redis that cannot be used, and one that is somebody else's.
    @Suite(.timeLimit(.minutes(5))) struct UnusableRedisTests {
        /// A run that does not come so far as to judge anything.
        private func refused(_ redis: String, code: ExitCode, _ words: String...) async throws {
            let trial = try Trial(scenario: Scenarios.redis(redis))
            defer { trial.scratch.remove() }
            let began = ContinuousClock.now
            let result = try await trial.run()
            #expect(ContinuousClock.now - began < .seconds(5), "it waits for what cannot become better")
            #expect(result.code == Int(code.rawValue), "\(result)")
            for word in words { #expect(result.output.contains(word), "no '\(word)' in \(result)") }
            #expect(!result.output.contains("wr0ng"), "the password is shown")
            #expect(trial.has("result.json"))
            let left = try await trial.leftovers()
            #expect(left.isEmpty, "left behind: \(left)")
        }

        @Test func refusesConnections() async throws {
            let port = try FreePort.find()
            try await refused(
                #"{url: "redis://127.0.0.1:\#(port)"}"#,
                code: .unavailable,
                "Nothing listens at 127.0.0.1:\(port)",
                "Start Redis there"
            )
        }

        @Test func wrongPassword() async throws {
            try await withRedisServer(.init(password: "secret")) { server in
                try await refused(
                    #"{url: "redis://:wr0ng@127.0.0.1:\#(server.port)"}"#,
                    code: .unavailable,
                    "127.0.0.1:\(server.port) refused the login",
                    "Wrong user or password"
                )
                try await refused(
                    #"{url: "redis://127.0.0.1:\#(server.port)"}"#,
                    code: .unavailable,
                    "It asks for a password and none was given"
                )
            }
        }

        @Test func givenCluster() async throws {
            try await withRedisServer(.init(isCluster: true)) { server in
                try await refused(
                    #"{url: "redis://127.0.0.1:\#(server.port)"}"#,
                    code: .unavailable,
                    "cluster mode",
                    "cluster-enabled no"
                )
            }
        }

        @Test func ownCluster() async throws {
            try await refused(
                #"{config: {cluster-enabled: "yes"}}"#,
                code: .unavailable,
                "cluster mode",
                "cluster-enabled no"
            )
        }

        @Test func tooOld() async throws {
            let server = try OldRedis()
            defer { server.close() }
            try await refused(
                #"{url: "redis://127.0.0.1:\#(server.port)"}"#,
                code: .unavailable,
                "5.0.14",
                "6.2 or newer"
            )
        }

        @Test func diesAtItsStart() async throws {
            try await refused(
                "{config: {no-such-setting: 1}}",
                code: .systemFailed,
                "redis-server died at its start",
                "exit code 1",
                "'no-such-setting 1'",
                "redis.log"
            )
        }

        /// It takes the orchestrator's own look, and then nobody else.
        @Test func servesNoNode() async throws {
            let trial = try Trial(scenario: Scenarios.redis(#"{config: {maxclients: "1"}}"#) + "limits: {start: 2s}\n")
            defer { trial.scratch.remove() }
            let result = try await trial.run()
            #expect(result.code == 3, "\(result)")
            for word in ["not ready: n1, n2 (limits: start)", "max number of clients reached"] {
                #expect(result.output.contains(word), "\(result)")
            }
            #expect(try await trial.leftovers().isEmpty)
        }

        @Test func aGivenOneIsLeftAsItWas() async throws {
            try await withRedisServer(.init(password: "secret", config: ["maxmemory 50mb"])) { server in
                let redis = RedisCommandLine(port: server.port, password: "secret")
                _ = try await redis.ask("SET", "planted", "by somebody")
                let before = try await redis.ask("CONFIG", "GET", "*")
                let trial = try Trial(scenario: Scenarios.redis(#"{url: "redis://:secret@127.0.0.1:\#(server.port)"}"#))
                defer { trial.scratch.remove() }

                let result = try await trial.run()
                #expect(result.code == 0, "\(result)")
                #expect(try RunResult(result.output).runs.first?.verdict?.outcome == "held")
                #expect(!(result.output + result.errors).contains("secret"))
                #expect(try await redis.ask("KEYS", "*") == "planted")
                #expect(try await redis.ask("GET", "planted") == "by somebody")
                #expect(try await redis.ask("CONFIG", "GET", "*") == before)
                #expect(try await redis.ask("CLIENT", "LIST").split(separator: "\n").count == 1)
                #expect(await server.pid.map { ProcessTable.holds($0) } == true)
                #expect(try await trial.leftovers().isEmpty)
            }
        }
    }
}
