import Testing

/// Who may import whom (DESIGN section 3). The compiler's import check sees undeclared dependencies; this table is stricter:
/// it also refuses what comes along through somebody else.
@Suite struct ImportTests {
    private struct Rule {
        /// Modules of ours.
        let own: Set<String>
        /// Modules from outside, the standard library's `Synchronization` among them.
        let outside: Set<String>
    }

    private static let nio: Set<String> = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "NIOConcurrencyHelpers"]
    private static let system: Set<String> = ["Glibc", "Dispatch", "Synchronization", "FoundationEssentials"]

    private static let rules: [String: Rule] = [
        "Core": Rule(
            own: [],
            outside: ["FoundationEssentials", "Yams", "DequeModule", "Synchronization", "Histogram"]
        ),
        "Redis": Rule(own: ["Core", "CHiredis"], outside: nio.union(system).union(["Logging"])),
        "Stream": Rule(own: ["Core"], outside: ["DequeModule"]),
        "Runtime": Rule(own: ["Core"], outside: nio.union(system).union(["Logging", "Atomics"])),
        "Node": Rule(
            own: ["Core", "Runtime", "Redis", "Stream"],
            outside: nio.union(system).union(["Logging", "Collections"])
        ),
        "Client": Rule(
            own: ["Core", "Runtime", "Stream"],
            outside: nio.union(system).union(["Logging", "DequeModule"])
        ),
        "Balancer": Rule(own: ["Core", "Runtime"], outside: nio.union(system).union(["Logging"])),
        "Orchestrator": Rule(
            own: ["Core", "Runtime", "Redis", "Stream"],
            outside: nio.union(system).union(["Logging", "Subprocess", "Histogram", "SystemPackage", "Mustache"])
        ),
        "Command": Rule(
            own: ["Core", "Runtime", "Redis", "Node", "Client", "Balancer", "Orchestrator"],
            outside: nio.union(system).union(["Logging", "ArgumentParser"])
        ),
    ]

    @Test func everyTargetImportsOnlyWhatTheTableAllows() throws {
        for (target, rule) in Self.rules {
            let files = try SourceTree.swiftFiles(below: "Sources/\(target)")
            #expect(!files.isEmpty, "Sources/\(target) has no source; is the table out of date?")
            for file in files {
                for (number, module) in file.imports where !rule.own.union(rule.outside).contains(module) {
                    Issue.record("\(file.path):\(number): \(target) may not import \(module)")
                }
            }
        }
    }

    @Test func everyTargetHasARule() throws {
        let folders = try SourceTree.folders(in: "Sources")
        #expect(Set(folders) == Set(Self.rules.keys).union(["CHiredis"]))
    }

    @Test func onlyRedisKnowsHiredis() throws {
        for file in try SourceTree.swiftFiles(below: "Sources") where !file.path.hasPrefix("Sources/Redis/") {
            #expect(!file.imports.contains { $0.module == "CHiredis" }, "\(file.path) imports CHiredis")
        }
    }

    @Test func theTableFindsAForbiddenImport() {
        let file = SourceTree.File(
            path: "Sources/Core/X.swift",
            text: "package import NIOCore\nimport struct Redis.RedisReply\n"
        )
        #expect(file.imports.map(\.module) == ["NIOCore", "Redis"])
        #expect(Self.rules["Core"]?.outside.contains("NIOCore") == false)
    }
}
