import Core
import FoundationEssentials
import Orchestrator
import TestSupport
import Testing

@Suite struct RunFolderTests {
    private let noon = Date(timeIntervalSince1970: 1_795_348_800)

    private func withScratch(_ body: (String) throws -> Void) throws {
        let scratch = try ScratchDirectory(prefix: "rollcall-folder")
        defer { scratch.remove() }
        try body(scratch.path)
    }

    @Test func isNamedForScenarioTimeAndSeed() throws {
        try withScratch { out in
            let folder = try RunFolder.create(under: out, scenario: "smoke", seed: 7, now: noon)
            let parts = folder.path.split(separator: "/").suffix(2)
            #expect(parts.first == "smoke")
            #expect(parts.last?.hasSuffix("-7") == true)
            #expect(parts.last?.count == "20261122-120000-7".count)
        }
    }

    @Test func neverUsesAFolderTwice() throws {
        try withScratch { out in
            let folders = try (1...3).map { _ in
                try RunFolder.create(under: out, scenario: "smoke", seed: 7, now: noon).path
            }
            #expect(Set(folders).count == 3)
        }
    }

    @Test func latestLeadsToTheNewestAlsoFromElsewhere() throws {
        try withScratch { out in
            _ = try RunFolder.create(under: out, scenario: "a", seed: 1, now: noon)
            let second = try RunFolder.create(under: out, scenario: "b", seed: 2, now: noon)
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: out + "/latest")
            #expect(out + "/" + target == second.path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: out).sorted() == ["a", "b", "latest"])
        }
    }

    @Test func isPrivateToTheUser() throws {
        try withScratch { out in
            let folder = try RunFolder.create(under: out, scenario: "smoke", seed: 7, now: noon)
            for path in [folder.path, folder.histories, folder.logs] {
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o700)
            }
        }
    }

    @Test func anOutThatIsAFileIsAnErrorOfTheEnvironment() throws {
        try withScratch { out in
            try Data("x".utf8).write(to: URL(filePath: out + "/taken"))
            let error = #expect(throws: HarnessError.self) { try RunFolder.checkWritable(out + "/taken/runs") }
            #expect(error?.code == .environment)
            #expect(error?.message.contains(out + "/taken/runs") == true)
            #expect(error?.remedy?.contains("--out") == true)
        }
    }
}
