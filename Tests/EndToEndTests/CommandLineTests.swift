import TestSupport
import Testing

extension RealProcesses {
    /// What the command line says and how it ends, without anything being run.
    @Suite(.timeLimit(.minutes(5))) struct CommandLineTests {
        private func rollcall(_ arguments: String...) async throws -> BuiltProduct.Result {
            try await BuiltProduct.run(arguments, workingDirectory: Repository.root)
        }

        @Test func tellsItsVersion() async throws {
            let result = try await rollcall("--version")
            #expect(result.code == 0)
            #expect(result.output.split(separator: ".").count == 3)
        }

        @Test func helpNamesTheFirstCommandsAndTheExitCodes() async throws {
            let result = try await rollcall("--help")
            #expect(result.code == 0)
            let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for text in ["rollcall run scenarios", "rollcall check", "Exit codes: 0", "130 interrupted"] {
                #expect(words.contains(text), "help does not say '\(text)'")
            }
            #expect(!result.output.contains("guard"))
        }

        @Test(arguments: [
            ["run"], ["run", "--seed", "x", "scenarios/smoke.yaml"], ["run", "--repeat", "0", "scenarios/smoke.yaml"],
            ["run", "--backplane", "carrier-pigeon", "scenarios/smoke.yaml"], ["run", "no/such/file.yaml"],
            ["run", "--variant", "none-such", "scenarios/smoke.yaml"], ["run", "Sources/CHiredis"], ["frobnicate"],
        ])
        func badUsageIs64(arguments: [String]) async throws {
            let result = try await BuiltProduct.run(arguments, workingDirectory: Repository.root)
            #expect(result.code == 64, "\(result.errors)")
            #expect(!result.errors.isEmpty)
        }

        @Test func checkAcceptsEveryScenarioOfTheRepository() async throws {
            let result = try await rollcall("check", "scenarios")
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.contains("scenarios/smoke.yaml: smoke: right"))
        }

        @Test func aBadScenarioIs65BeforeAnythingRuns() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            try scratch.write("scenario: x\ntrafic: []\n", to: "one.yaml")
            try scratch.write("scenario: y\nnodes: {count: -1}\n", to: "two.yaml")
            for verb in ["check", "run"] {
                let result = try await rollcall(verb, scratch.path)
                #expect(result.code == 65)
                #expect(result.errors.contains("one.yaml:2:1: error:"), "\(result.errors)")
                #expect(result.errors.contains("two.yaml:2:"), "both files are reported: \(result.errors)")
            }
        }
    }
}
