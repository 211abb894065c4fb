import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// The README's commands do what it says.
    @Suite(.timeLimit(.minutes(5))) struct ReadmeTests {
        private let readme: Readme

        init() throws {
            readme = try Readme()
        }

        @Test func showsWhatItsCommandsPrint() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-readme")
            defer { scratch.remove() }
            try FileManager.default.createSymbolicLink(
                atPath: scratch.path + "/scenarios",
                withDestinationPath: Repository.path("scenarios")
            )
            try scratch.write(try #require(readme.blocks(of: "yaml").first), to: "hello.yaml")
            try scratch.write("scenario: hello\ntraffic:\n  - {cuont: 100, count: 100, rate: 400}\n", to: "typo.yaml")
            let sessions = readme.blocks(of: "console")
            #expect(sessions.count == 4)
            for session in sessions {
                let lines = session.split(separator: "\n", omittingEmptySubsequences: false)
                let words = try #require(lines.first).split(separator: " ").map(String.init)
                #expect(words.prefix(2) == ["$", "rollcall"])
                let result = try await BuiltProduct.run(Array(words.dropFirst(2)), workingDirectory: scratch.path)
                let printed = (result.output + result.errors).split(separator: "\n", omittingEmptySubsequences: false)
                let expected = Readme.shape(lines.dropFirst())
                #expect(
                    Readme.isShown(expected, in: Readme.shape(printed)),
                    "\(session)\nprinted:\n\(result.output)\(result.errors)"
                )
            }
        }

        @Test func everyScenarioInItIsRight() async throws {
            let scratch = try ScratchDirectory(prefix: "rollcall-readme")
            defer { scratch.remove() }
            for (number, scenario) in readme.blocks(of: "yaml").enumerated() {
                try scratch.write(scenario, to: "\(number).yaml")
                let result = try await BuiltProduct.run(["check", "\(scratch.path)/\(number).yaml"])
                #expect(result.code == 0, "\(result.errors)")
            }
        }

        @Test func theFirstCommandsAreTargetsOfTheMakefile() async throws {
            for target in ["run", "test"] {
                #expect(readme.text.contains("make \(target) "))
                let result = try await BuiltProduct.run(
                    program: "/usr/bin/make",
                    ["--dry-run", target],
                    workingDirectory: Repository.root
                )
                #expect(result.code == 0, "\(result.errors)")
                #expect(result.output.contains("scripts/setup"))
            }
        }

        @Test func namesEveryExitCode() {
            for code in [0, 1, 2, 3, 64, 65, 69, 70, 75, 130] {
                #expect(readme.text.contains("\n| \(code) | "), "exit code \(code) is not in the table")
            }
        }

        @Test func itsLinksLeadSomewhere() throws {
            for link in readme.links where !link.hasPrefix("http") {
                #expect(FileManager.default.fileExists(atPath: Repository.path(link)), "\(link) is not there")
            }
        }
    }
}
