import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// The scenarios of the repository, run as a user runs them.
    @Suite(.timeLimit(.minutes(10))) struct ScenarioTests {
        private func run(_ arguments: String...) async throws -> (code: Int?, run: RunResult.Run) {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            let marked = Descendants(folder: scratch.path)
            let result = try await BuiltProduct.run(
                ["run", "--json", "--out", scratch.path] + arguments,
                environment: marked.environment,
                workingDirectory: Repository.root
            )
            let runs = try RunResult(result.output).runs
            #expect(marked.living().isEmpty, "something was left behind")
            return (result.code, try #require(runs.first, "\(result.errors)"))
        }

        @Test(arguments: ["smoke", "two-servers", "ordering-burst", "groups-and-users"])
        func holdsWithoutAFault(name: String) async throws {
            let (code, run) = try await run("scenarios/\(name).yaml", "--variant", "base", "--strict")
            #expect(code == 0, "\(run)")
            #expect(run.verdict?.outcome == "held")
            #expect((run.verdict?.deliveries.expected ?? 0) > 0)
        }

        @Test(arguments: [
            ("signalr", "base"), ("pubsub", "base"), ("signalr", "other-database"), ("stream", "other-database"),
        ])
        func keepsApplicationsApart(backplane: String, variant: String) async throws {
            let (code, run) = try await run(
                "scenarios/two-apps.yaml",
                "--backplane",
                backplane,
                "--variant",
                variant,
                "--strict"
            )
            #expect(code == 0, "\(run)")
            // Sixty messages and two sentinels to each of four clients, twice.
            #expect(run.verdict?.deliveries.expected == 2 * 4 * 62)
        }

        @Test(arguments: ["reconnect-resume", "node-crash", "redis-restart"])
        func isAsTheFileSaysUnderItsFault(name: String) async throws {
            let (code, run) = try await run("scenarios/\(name).yaml", "--variant", "base")
            #expect(code == 0, "\(run)")
            guard name == "redis-restart" else { return }
            let causes = run.verdict?.causes ?? []
            #expect(causes.contains { $0.hop == "redis-to-node" && $0.condition == "its subscription was down" })
            #expect(causes.filter { $0.violation == "lost" }.map(\.count).reduce(0, +) == run.verdict?.count("lost"))
        }

        /// What a node was asked to do, and what has to be found of it.
        struct Canary: CustomTestStringConvertible, Sendable {
            var name: String
            var violation: String
            var planted: Int
            var hop = "receiving-node"
            var node = "n1"
            var testDescription: String { name }
        }

        private static let canaries = [
            Canary(name: "drop", violation: "lost", planted: 3),
            Canary(name: "double", violation: "duplicated", planted: 3),
            Canary(name: "swap", violation: "out-of-order", planted: 3),
            Canary(name: "misroute", violation: "misrouted", planted: 2),
            Canary(name: "corrupt", violation: "corrupted", planted: 3),
            Canary(name: "invent", violation: "phantom", planted: 3),
            Canary(name: "deny", violation: "aborted", planted: 6, hop: "sending-node"),
            Canary(name: "torn", violation: "torn", planted: 1),
            Canary(name: "overtake", violation: "order-conflict", planted: 1, node: "n2"),
            Canary(name: "causality", violation: "causality", planted: 3, node: "n2"),
            Canary(name: "told-gap", violation: "told-gap", planted: 6),
        ]

        @Test(arguments: canaries)
        func everyCanaryIsFoundAtTheNodeThatDidIt(canary: Canary) async throws {
            let (name, violation) = (canary.name, canary.violation)
            let path = "scenarios/canaries/\(name).yaml"
            let excused = try await run(path, "--variant", "base")
            #expect(excused.code == 0, "\(excused.run)")
            #expect(excused.run.verdict?.count(violation) == canary.planted)
            let causes = (excused.run.verdict?.causes ?? []).filter { $0.violation == violation }
            #expect(causes.map(\.hop) == [canary.hop], "\(causes)")
            #expect(causes.map(\.node) == [canary.node])
            #expect(causes.map(\.evidence) == ["hops"])
            #expect(causes.map(\.count) == [canary.planted])

            let strict = try await run(path, "--variant", "base", "--strict")
            #expect(strict.code == 1, "\(strict.run)")
            #expect(strict.run.verdict?.outcome == "violated")
            #expect(strict.run.verdict?.reasons.contains { $0.contains(violation) } == true)
        }

        @Test func leavesAFolderThatSaysEverything() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            let result = try await BuiltProduct.run(
                ["run", "--json", "--out", scratch.path, "--seed", "7", "scenarios/smoke.yaml"],
                workingDirectory: Repository.root
            )
            let folder = try #require(try RunResult(result.output).runs.first?.folder)
            let files = Set(try FileManager.default.subpathsOfDirectory(atPath: folder))
            #expect(
                files.isSuperset(of: [
                    "scenario.yaml", "run.json", "verdict.json", "result.json", "histories/orchestrator.history",
                    "histories/n1.history", "histories/n2.history", "histories/clients-1.history", "logs/n1.log",
                ]),
                "\(files.sorted())"
            )
            #expect(folder.hasSuffix("-7"))
            let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            let latest = try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path + "/latest")
            #expect(folder.hasSuffix(latest))
        }
    }
}
