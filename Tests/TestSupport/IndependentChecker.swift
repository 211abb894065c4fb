package import Core
import FoundationEssentials

/// The slow checker in Python (`Tests/Differential/check.py`), which shares nothing with ours but the formats of run.json and
/// of exported records.
package enum IndependentChecker {
    /// What both checkers have to agree on.
    package struct Answer: Codable, Hashable, Sendable {
        package var counts: [String: Int]
        package var ok: Int
        package var fail: Int
        package var info: Int
        package var delivered: Int
        package var expected: Int
        package var optional: Int
        package var redeliveries: Int
        package var pairs: Int
        package var lostPerClient: [String: Int]
    }

    /// Its answers for runs, each a run.json and its exported records, in their order. One process judges them all.
    ///
    /// - Throws: ``Failure`` when it does not come to its end.
    package static func answers(for runs: [(manifest: String, records: String)]) async throws -> [Answer] {
        let scratch = try ScratchDirectory(prefix: "rollcall-differential")
        defer { scratch.remove() }
        try scratch.write(runs.map { "\($0.manifest)\t\($0.records)\n" }.joined(), to: "runs")
        let result = try await BuiltProduct.run(program: "/usr/bin/env", ["python3", script, scratch.path + "/runs"])
        let lines = result.output.split(separator: "\n")
        guard result.code == 0, lines.count == runs.count else {
            throw Failure(description: "\(lines.count) answers to \(runs.count) runs: \(result.errors)")
        }
        return try lines.map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let script: String = {
        let parts = #filePath.split(separator: "/").dropLast(2)
        return "/" + parts.joined(separator: "/") + "/Differential/check.py"
    }()
}

extension IndependentChecker.Answer {
    /// What ours says.
    package init(_ verdict: Verdict) {
        self.init(
            counts: Dictionary(uniqueKeysWithValues: ViolationClass.allCases.map { ($0.rawValue, verdict[$0].count) }),
            ok: verdict.publishes.ok,
            fail: verdict.publishes.fail,
            info: verdict.publishes.info,
            delivered: verdict.deliveries.delivered,
            expected: verdict.deliveries.expected,
            optional: verdict.deliveries.optional,
            redeliveries: verdict.deliveries.redeliveries,
            pairs: verdict.deliveries.pairs,
            lostPerClient: Dictionary(uniqueKeysWithValues: verdict.clients.map { ("\($0.client)", $0.lost) })
        )
    }
}
