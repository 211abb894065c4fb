import Core
import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// What programs get to read: JSON, TAP, JUnit, marks for GitHub, summaries.
    @Suite(.timeLimit(.minutes(5))) struct OutputTests {
        private static let smoke = Repository.path("scenarios/smoke.yaml")
        private static let drop = Repository.path("scenarios/canaries/drop.yaml")

        private func withScratch(_ body: (ScratchDirectory) async throws -> Void) async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-e2e")
            defer { scratch.remove() }
            try await body(scratch)
        }

        private func text(_ path: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        }

        @Test func aViolationIsToldToEveryone() async throws {
            try await withScratch { scratch in
                let junit = scratch.path + "/reports/junit.xml"
                let summary = scratch.path + "/step-summary.md"
                try scratch.write("before\n", to: "step-summary.md")
                let result = try await BuiltProduct.run(
                    ["run", "--json", "--strict", "--junit", junit, "--out", scratch.path + "/runs", Self.drop],
                    environment: [
                        "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": Repository.root, "GITHUB_STEP_SUMMARY": summary,
                    ]
                )
                #expect(result.code == 1, "\(result)")
                let schema = try JSONSchema(
                    Data(contentsOf: URL(filePath: Repository.path("docs/rollcall-result.schema.json")))
                )
                #expect(try schema.problems(in: Data(result.output.utf8)) == [])

                let line = try #require(
                    try text(Self.drop).split(separator: "\n", omittingEmptySubsequences: false)
                        .firstIndex { $0.hasPrefix("  delivery:") }
                )
                let mark = "::error file=scenarios/canaries/drop.yaml,line=\(line + 1),col=3,"
                let marks = result.errors.split(separator: "\n").filter { $0.hasPrefix("::") }
                #expect(marks.count == 1)
                #expect(marks.first?.hasPrefix(mark) == true, "\(result.errors)")
                #expect(marks.first?.contains("::3 lost%0A") == true)

                let run = try #require(try RunResult(result.output).runs.first)
                for file in [junit, run.folder + "/junit.xml"] {
                    let report = try text(file)
                    #expect(report.contains("<failure type=\"violated\" message=\""), "\(report)")
                    #expect(report.contains("<property name=\"seed\" value=\"11\"/>"))
                    #expect(report.contains("<property name=\"run-folder\" value=\"\(run.folder)\"/>"))
                }
                #expect(try text(summary).hasPrefix("before\n## Rollcall: 1 run: 1 violated\n"))
                #expect(try text(scratch.path + "/runs/summary.md").contains("### Causes"))
                let stored = try Data(contentsOf: URL(filePath: scratch.path + "/runs/summary.json"))
                #expect(String(decoding: stored, as: UTF8.self).contains("\"violated\" : 1"))
            }
        }

        @Test func tapHasAPointForEachRunAndNothingElse() async throws {
            try await withScratch { scratch in
                let result = try await BuiltProduct.run(
                    ["run", "--tap", "--strict", "--variant", "base", "--out", scratch.path, Self.smoke, Self.drop]
                )
                #expect(result.code == 1, "\(result)")
                let lines = result.output.split(separator: "\n")
                #expect(lines.prefix(3) == ["TAP version 13", "1..2", "ok 1 - smoke on signalr"])
                #expect(lines.contains("not ok 2 - canary-drop on signalr"))
                #expect(
                    lines.dropFirst(2).allSatisfy {
                        $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") || $0.hasPrefix("  ")
                    }
                )
                #expect(result.errors.contains("2 runs: 1 held, 1 violated"))
                #expect(!result.errors.contains("::error"), "this is no workflow")
                // Perl's own reader takes it, where there is one.
                guard FileManager.default.isExecutableFile(atPath: "/usr/bin/prove") else { return }
                try scratch.write(result.output, to: "out.t")
                let prove = try await BuiltProduct.run(
                    program: "/usr/bin/prove",
                    ["--exec", "cat", scratch.path + "/out.t"]
                )
                #expect(prove.output.contains("Failed 1/2 subtests"), "\(prove)")
                #expect(!prove.output.contains("Parse errors"), "\(prove)")
            }
        }

        @Test func repeatedRunsAreSummedUp() async throws {
            try await withScratch { scratch in
                let result = try await BuiltProduct.run(
                    ["run", "--repeat", "3", "--variant", "base", "--out", scratch.path, Self.drop],
                    environment: ["CLICOLOR_FORCE": "1"]
                )
                #expect(result.code == 0, "\(result)")
                #expect(result.output.contains("\u{1B}[32mREPRODUCED\u{1B}[0m: 60 of 60"))
                let plain = result.output.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "")
                #expect(
                    plain.contains("canary-drop on signalr\n  the known defect showed in 3 of 3 runs\n"),
                    "\(plain)"
                )
                #expect(plain.contains("3 runs: 3 reproduced\n"))
                #expect(result.errors == "")
            }
        }

        @Test func coloursStayAway() async throws {
            try await withScratch { scratch in
                let arguments = ["run", "--quiet", "--variant", "base", "--out", scratch.path, Self.smoke]
                for (more, environment, isColoured) in [
                    ([], [:], false), ([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
                    (["--color", "always"], ["NO_COLOR": "1"], true),
                ] as [([String], [String: String], Bool)] {
                    let result = try await BuiltProduct.run(arguments + more, environment: environment)
                    #expect(result.code == 0)
                    #expect(result.output.contains("\u{1B}") == isColoured, "\(more), \(environment)")
                }
            }
        }

        @Test func whatCannotBeWrittenIsToldBeforeAnythingRuns() async throws {
            try await withScratch { scratch in
                let unwritable = try await BuiltProduct.run(
                    ["run", "--junit", "/proc/no/junit.xml", "--out", scratch.path + "/runs", Self.smoke]
                )
                #expect(unwritable.code == 75, "\(unwritable)")
                #expect(unwritable.errors.contains("cannot write /proc/no/junit.xml"))
                #expect(!unwritable.output.contains("smoke"))
                for bad in [["--json", "--tap"], ["--color", "sometimes"], ["--junit", ""]] {
                    let result = try await BuiltProduct.run(["run", Self.smoke] + bad)
                    #expect(result.code == 64, "\(bad): \(result)")
                }
            }
        }

        @Test func mistakesInScenariosAreMarkedForGitHub() async throws {
            try await withScratch { scratch in
                try scratch.write("scenario: x\ntrafic: []\n", to: "bad.yaml")
                let result = try await BuiltProduct.run(
                    ["check", "bad.yaml"],
                    environment: ["GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": scratch.path],
                    workingDirectory: scratch.path
                )
                #expect(result.code == 65)
                #expect(result.errors.contains("\n::error file=bad.yaml,line=2,col=1,"), "\(result.errors)")
            }
        }
    }
}
