import Core
import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// Machines on which a run cannot be made: a code, what is missing and where, and nothing left behind.
    @Suite(.timeLimit(.minutes(5))) struct EnvironmentTests {
        private func expect(
            _ trial: Trial,
            _ result: BuiltProduct.Result,
            code: ExitCode,
            _ words: String...
        ) async throws {
            #expect(result.code == Int(code.rawValue), "\(result)")
            for word in words { #expect((result.output + result.errors).contains(word), "no '\(word)' in \(result)") }
            let left = try await trial.leftovers()
            #expect(left.isEmpty, "left behind: \(left)")
        }

        @Test func noRedisServer() async throws {
            let trial = try Trial(scenario: Scenarios.short).setPath(links: ["sh", "setpriv"])
            defer { trial.scratch.remove() }
            try await expect(
                trial,
                try await trial.run(),
                code: .unavailable,
                "no redis-server on the PATH",
                "apt-get install redis-server"
            )
            #expect(trial.has("result.json"))
        }

        @Test func noSetpriv() async throws {
            let trial = try Trial(scenario: Scenarios.short).setPath(links: ["sh", "redis-server"])
            defer { trial.scratch.remove() }
            try await expect(
                trial,
                try await trial.run(),
                code: .unavailable,
                "no setpriv on the PATH",
                "apt-get install util-linux"
            )
        }

        @Test func portTaken() async throws {
            try await withRedisServer { other in
                let trial = try Trial(scenario: Scenarios.redis("{port: \(other.port)}"))
                defer { trial.scratch.remove() }
                let result = try await trial.run()
                #expect(result.code == 75, "\(result)")
                #expect(result.output.contains("port \(other.port) of 127.0.0.1 is taken"))
                #expect(result.output.contains("leave redis.port out to get a free one"))
                #expect(trial.marked.living().isEmpty)
                #expect(FreePort.isServed(other.port), "who had the port was harmed")
            }
        }

        @Test(arguments: ["/proc/rollcall", "/dev/null/runs"])
        func unwritableOut(out: String) async throws {
            let trial = try Trial(scenario: Scenarios.short)
            defer { trial.scratch.remove() }
            let result = try await trial.run("--out", out)
            try await expect(trial, result, code: .environment, "cannot create the folder", out, "--out")
        }

        @Test func tooFewDescriptors() async throws {
            let text = """
                scenario: many
                clients: {count: 100}
                traffic: [{count: 5}]

                """
            for limit in [16, 64, 128] {
                let trial = try Trial(scenario: text)
                defer { trial.scratch.remove() }
                let result = try await trial.run(through: "/usr/bin/prlimit", "--nofile=\(limit):\(limit)")
                try await expect(
                    trial,
                    result,
                    code: .environment,
                    // With two probe clients for each of the two nodes.
                    "needs \(ClientSettings.descriptorsNeeded(clients: 100 + 4)) open files",
                    "the limit is \(limit)",
                    "ulimit -n"
                )
            }
        }

        /// The reader of a pipe may have seen enough.
        @Test func nobodyReadsStdout() async throws {
            let trial = try Trial(scenario: Scenarios.short)
            defer { trial.scratch.remove() }
            let line = #""$0" run --out "$1" "$2" | head -n 1; echo "code ${PIPESTATUS[0]}""#
            let result = try await BuiltProduct.run(
                program: "/bin/bash",
                ["-c", line, BuiltProduct.path, trial.out, trial.scenario],
                environment: trial.marked.environment
            )
            #expect(result.output.hasSuffix("code 0\n"), "\(result)")
            #expect(trial.has("result.json"))
            #expect(try await trial.leftovers().isEmpty)
        }
    }
}
