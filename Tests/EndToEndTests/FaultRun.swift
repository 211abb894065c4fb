import FoundationEssentials
import TestSupport
import Testing

/// One run of a scenario with faults on clients or traffic, with what its verdict says of each fault and client.
struct FaultRun {
    struct Window: Decodable {
        var name: String
        var repetition: Int
        var observedAt: UInt64?
        var healInvokedAt: UInt64?
        var healedAt: UInt64?
        var failure: String?
    }

    struct Client: Decodable {
        var client: String
        var node: String?
        var lives: Int
        var resumes: Int
        var disconnects: Int
        var delivered: Int
        var expected: Int
        var alive: Bool
    }

    private struct Stored: Decodable {
        var faults: [Window]
        var clients: [Client]
    }

    let code: Int?
    let run: RunResult.Run
    let faults: [Window]
    let clients: [Client]

    /// Runs the scenario of that text in a folder of its own, and looks that nothing is left.
    static func of(_ scenario: String, _ arguments: String...) async throws -> FaultRun {
        let scratch = try ScratchDirectory(prefix: "rollcall-fault")
        defer { scratch.remove() }
        try scratch.write(scenario, to: "s.yaml")
        let marked = Descendants(folder: scratch.path)
        let result = try await BuiltProduct.run(
            ["run", "--json", "--out", scratch.path + "/runs", scratch.path + "/s.yaml"] + arguments,
            environment: marked.environment
        )
        #expect(marked.living().isEmpty, "something was left behind")
        let run = try #require(try RunResult(result.output).runs.first, "\(result.errors)")
        let bytes = try Data(contentsOf: URL(filePath: run.folder + "/verdict.json"))
        let stored = try JSONDecoder().decode(Stored.self, from: bytes)
        return FaultRun(code: result.code, run: run, faults: stored.faults, clients: stored.clients)
    }

    func client(_ name: String) throws -> Client { try #require(clients.first { $0.client == name }) }
}
