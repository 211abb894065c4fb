import Core
import FoundationEssentials
import Orchestrator
import TestSupport
import Testing

extension RealProcesses {
    /// Nodes and client processes that do not do what they should: another program stands in for one of them.
    @Suite(.timeLimit(.minutes(5))) struct BadChildTests {
        /// Runs the short scenario with a `rollcall` whose subcommand `role` is a shell script.
        private func run(
            _ role: String,
            is script: String,
            scenario: String = Scenarios.short
        ) async throws -> RunReport {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            let marked = Descendants(folder: scratch.path)
            let (name, value) = try #require(marked.environment.first)
            try scratch.writeProgram(
                """
                #!/bin/sh
                export \(name)=\(value)
                if [ "$1" = \(role) ]; then
                \(script)
                fi
                exec '\(BuiltProduct.path)' "$@"

                """,
                to: "rollcall"
            )
            let source = Array(scenario.utf8)
            let file = try ScenarioFile.parse(source, path: "test.yaml").get()
            let request = RunRequest(
                scenario: try file.scenario(variant: nil, backplane: nil),
                variant: nil,
                source: source,
                path: "test.yaml",
                seed: 1,
                strict: true,
                out: scratch.path + "/runs",
                executable: scratch.path + "/rollcall"
            )
            let report = await ScenarioRun(request).run()
            #expect(marked.living().isEmpty, "something was left behind")
            #expect(FileManager.default.fileExists(atPath: report.folder + "/result.json"))
            return report
        }

        @Test func aNodeThatExitsAtItsStartIsShownWithItsLastLines() async throws {
            let report = try await run("node", is: "echo 'no licence found' >&2; echo 'giving up' >&2; exit 7")
            #expect(report.exitCode == .systemFailed)
            for word in ["ended: exit code 7", "| no licence found", "| giving up", ".log"] {
                #expect(report.failure?.contains(word) == true, "\(report)")
            }
            #expect(report.seconds < 5)
        }

        @Test func aClientProcessThatExitsAtItsStartIsShownToo() async throws {
            let report = try await run("client", is: "echo 'cannot go on' >&2; exit 9")
            #expect(report.exitCode == .bug)
            #expect(report.failure?.contains("| cannot go on") == true, "\(report)")
        }

        @Test(arguments: ["node", "client"])
        func oneThatClosesItsStdinEndsNothingElse(role: String) async throws {
            let report = try await run(
                role,
                is: "exec 0<&-; exec sleep 100",
                scenario: Scenarios.short + "limits: {start: 1s}\n"
            )
            #expect(report.exitCode == .systemFailed)
            #expect(report.failure?.contains("not ready") == true, "\(report)")
        }

        @Test func oneThatSaysSomethingElseIsNamedWithTheLine() async throws {
            let report = try await run("node", is: "echo 'hello, world'; exec sleep 100")
            #expect(report.failure?.contains("hello, world") == true, "\(report)")
            #expect(report.failure?.contains("n1") == true || report.failure?.contains("n2") == true, "\(report)")
            #expect(report.seconds < 5)
        }

        @Test func aGuardThatEndsIsAbug() async throws {
            let report = try await run("guard", is: "exit 0")
            #expect(report.exitCode == .bug)
            #expect(report.failure?.contains("the guard process ended by itself") == true, "\(report)")
        }

        @Test func aProgramThatIsNotThere() async throws {
            let report = try await run("guard", is: "exec /no/such/program")
            #expect(report.exitCode == .bug, "\(report)")
        }
    }
}
