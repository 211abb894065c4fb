import Core
import FoundationEssentials
import Runtime
import TestSupport
import Testing

/// One `rollcall run` of a scenario with faults, and what it left: the record of its faults, and its histories.
struct NodeRun: Sendable {
    struct Window: Decodable, Sendable {
        var name: String
        var repetition: Int
        var invokedAt: UInt64?
        var observedAt: UInt64?
        var healInvokedAt: UInt64?
        var healedAt: UInt64?
        var failure: String?

        var isWhole: Bool {
            guard let invokedAt, let observedAt, let healInvokedAt, let healedAt else { return false }
            return failure == nil && invokedAt <= observedAt && observedAt <= healInvokedAt && healInvokedAt <= healedAt
        }
    }

    private struct StoredVerdict: Decodable {
        var faults: [Window]
    }

    let code: Int?
    let result: RunResult.Run
    let faults: [Window]
    private let scratch: ScratchDirectory

    init(_ scenario: String, environment: [String: String] = [:]) async throws {
        let trial = try Trial(scenario: scenario)
        scratch = trial.scratch
        let ended = try await trial.run()
        #expect(trial.marked.living().isEmpty, "something was left behind")
        code = ended.code
        result = try #require(try RunResult(ended.output).runs.first, "\(ended)")
        let bytes = try? Data(contentsOf: URL(filePath: result.folder + "/verdict.json"))
        faults = try bytes.map { try JSONDecoder().decode(StoredVerdict.self, from: $0).faults } ?? []
    }

    func remove() { scratch.remove() }

    func text(of file: String) -> String {
        (try? String(decoding: Data(contentsOf: URL(filePath: "\(result.folder)/\(file)")), as: UTF8.self)) ?? ""
    }

    private var histories: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: result.folder + "/histories")) ?? []
    }

    /// How often each node was started.
    var starts: [String: Int] {
        var starts: [String: Int] = [:]
        for name in histories where name.hasPrefix("n") && name.hasSuffix(".history") {
            starts[String(name.prefix { $0 != "." }), default: 0] += 1
        }
        return starts
    }

    /// Every connection that a client had, in order of time, and with which node.
    var connects: [(client: UInt32, node: UInt32, time: UInt64)] {
        histories.filter { $0.hasPrefix("clients") && $0.hasSuffix(".history") }
            .flatMap(records).filter { $0.kind == .connected }
            .map { ($0.subject, UInt32($0.detail), $0.time) }
            .sorted { $0.time < $1.time }
    }

    /// What passed a node in its first life.
    func hops(of node: String) -> [HistoryRecord] { records("\(node).history") }

    private func records(_ name: String) -> [HistoryRecord] {
        var found: [HistoryRecord] = []
        _ = HistoryFile(name: "histories/" + name, in: result.folder).forEach { found.append($0) }
        return found
    }
}
