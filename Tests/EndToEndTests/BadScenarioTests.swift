import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// Scenario files that are none: 65 with place and remedy, before anything is started or written.
    @Suite(.timeLimit(.minutes(5))) struct BadScenarioTests {
        private func refused(_ bytes: [UInt8], says place: String, _ words: String...) async throws {
            let trial = try Trial(scenario: "")
            defer { trial.scratch.remove() }
            try Data(bytes).write(to: URL(filePath: trial.scenario))
            for verb in [["check"], ["run", "--out", trial.out]] {
                let result = try await BuiltProduct.run(verb + [trial.scenario], environment: trial.marked.environment)
                #expect(result.code == 65, "\(result)")
                #expect(result.errors.contains("scenario.yaml:\(place): error: "), "\(result.errors)")
                for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
                #expect(result.errors.utf8.count < 4_096, "a mistake floods the terminal")
            }
            #expect(!FileManager.default.fileExists(atPath: trial.out))
            #expect(try await trial.leftovers().isEmpty)
        }

        @Test func emptyFile() async throws {
            try await refused([], says: "1:1", "the file is empty", "to mend: begin with `scenario: NAME`")
        }

        @Test func binaryFile() async throws {
            try await refused(
                (0..<4_096).map { UInt8(truncatingIfNeeded: ~$0 &* 37) },
                says: "1:2",
                "no UTF-8 text"
            )
        }

        @Test func tenMegabytes() async throws {
            let line = Array("# a line that says nothing at all\n".utf8)
            let bytes = Array("scenario: big\n".utf8) + Array(repeatElement(line, count: 310_000).joined())
            #expect(bytes.count > 10_000_000)
            try await refused(bytes, says: "1:1", "larger than 1048576 bytes", "is this the right file?")
        }

        @Test(arguments: [
            ("scenario: t\nnodes:\n\tcount: 2\n", "3:1", "a tab in the indentation"),
            ("scenario: t\nnodes: {count: 2}\nnodes: {count: 3}\n", "3:1", "'nodes' is already in line 2"),
            ("scenario: t\nnodez: {count: 2}\n", "2:1", "did you mean 'nodes'?"),
            ("scenario: t\ntraffic:\n  - {count: 5, rate: 400/fortnight}\n", "3:22", "the units are /s, /m, /h"),
            ("scenario: t\ntraffic:\n  - {count: 5, size: 3cubits}\n", "3:22", "the units are B, KB, MB, KiB, MiB"),
            ("scenario: t\nclients: {count: -4}\n", "2:18", "clients.count cannot be negative"),
            (Scenarios.short + "faults:\n  - {at: 1s, do: node.kill, node: n7}\n", "5:35", "expected: n1 or n2"),
            ("redis: {config: {port: \"1\"}}\n" + Scenarios.short, "1:18", "redis: {port: ...}"),
            ("redis: {url: \"http://127.0.0.1:1\"}\n" + Scenarios.short, "1:14", "redis://HOST:PORT"),
        ])
        func mistake(text: String, place: String, words: String) async throws {
            try await refused(Array(text.utf8), says: place, words)
        }

        @Test(arguments: ["redis.restart", "redis.freeze"])
        func faultOnARedisThatIsNotOurs(fault: String) async throws {
            let text = """
                redis: {url: "redis://127.0.0.1:1"}
                scenario: given
                traffic: [{count: 5}]
                faults: [{at: 1s, do: \(fault)}]

                """
            try await refused(Array(text.utf8), says: "4:23", fault)
        }

        @Test func aFileWithoutEnd() async throws {
            let result = try await BuiltProduct.run(["check", "/dev/zero"])
            #expect(result.code == 65)
            #expect(result.errors.contains("/dev/zero:1:1: error: the file is larger than 1048576 bytes"), "\(result)")
        }
    }
}
