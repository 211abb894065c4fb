import Core
import FoundationEssentials
import Orchestrator
import TestSupport
import Testing

@Suite struct ScenarioSetTests {
    private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let scratch = try ScratchDirectory(prefix: "rollcall-set")
        defer { scratch.remove() }
        for (name, text) in files {
            let folder = (scratch.path + "/" + name).split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
            try scratch.write(text, to: name)
        }
        try body(scratch.path)
    }

    private func scenario(_ name: String) -> String { "scenario: \(name)\ntraffic: [{count: 1}]\n" }

    @Test func unfoldsFoldersInTheOrderOfTheirNamesOuterFilesFirst() throws {
        let files = [
            "b.yaml": scenario("b"), "a.yml": scenario("a"), "deep/c.yaml": scenario("c"), "notes.txt": "no scenario",
        ]
        try withFiles(files) { folder in
            let set = try ScenarioSet.read([folder])
            #expect(set.entries.map(\.file.name) == ["a", "b", "c"])
            #expect(set.entries[2].path == folder + "/deep/c.yaml")
        }
    }

    @Test func tellsTheMistakesOfAllFiles() throws {
        try withFiles(["a.yaml": "scenario: a\n", "b.yaml": scenario("b"), "c.yaml": "x: 1\n"]) { folder in
            let error = #expect(throws: ScenarioSetError.self) { try ScenarioSet.read([folder]) }
            let text = error?.description ?? ""
            #expect(text.contains("a.yaml:"))
            #expect(!text.contains("b.yaml:"))
            #expect(text.contains("c.yaml:"))
        }
    }

    @Test func whatIsNotThereIsBadUsage() throws {
        try withFiles(["notes.txt": ""]) { folder in
            for path in ["\(folder)/none.yaml", folder] {
                let error = #expect(throws: HarnessError.self) { try ScenarioSet.read([path]) }
                #expect(error?.code == .usage)
                #expect(error?.message.contains(path) == true)
            }
        }
    }

    @Test func aFileThatIsTooLongIsAMistakeOfTheFile() throws {
        let long = scenario("long") + String(repeating: "# filler\n", count: ScenarioFile.bytesMax / 9)
        try withFiles(["long.yaml": long]) { folder in
            let error = #expect(throws: ScenarioSetError.self) { try ScenarioSet.read([folder]) }
            #expect(error?.description.contains("long.yaml:") == true)
        }
    }
}
