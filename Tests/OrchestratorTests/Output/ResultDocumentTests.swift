import Foundation
import TestSupport
import Testing

@testable import Core
@testable import Orchestrator

/// `--json` is what docs/rollcall-result.schema.json says.
@Suite struct ResultDocumentTests {
    private let schema: JSONSchema
    private let whole: Data

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        whole = try Data(contentsOf: root.appending(path: "docs/rollcall-result.schema.json"))
        schema = try JSONSchema(whole)
    }

    private func encoded(_ batch: BatchReport, reportFile: String? = nil) throws -> Data {
        try JSONEncoder().encode(ResultDocument(batch, rollcall: "1.2.3") { _ in reportFile })
    }

    @Test(arguments: RunOutcome.allCases)
    func everyOutcomeIsValid(outcome: RunOutcome) throws {
        let verdict = outcome == .violated || outcome == .reproduced ? Reports.losing : Reports.whole
        for verdict in [nil, verdict] {
            let report = Reports.report(
                outcome,
                variant: "v",
                repetition: 2,
                verdict: verdict,
                failure: "x",
                reasons: ["y"]
            )
            let data = try encoded(Reports.batch(report, notRun: [Reports.notRun("z")]), reportFile: "/r.html")
            #expect(try schema.problems(in: data) == [])
        }
    }

    @Test func everyFieldOfAVerdictIsDescribed() throws {
        var verdict = Reports.losing
        let finding = try #require(verdict[.lost].first)
        let fault = FaultReference(number: 1, repetition: 1, name: "redis.kill")
        verdict.causes = [
            Cause(
                number: 1,
                violation: .lost,
                count: 1,
                breaksContract: true,
                clients: 1,
                messages: 1,
                hop: .redisToNode,
                place: "r1 -> n2",
                node: NodeID(2),
                condition: "its subscription was down",
                evidence: .hops,
                faults: [fault],
                first: finding,
                last: finding,
                sentence: "1 lost",
                signature: "lost"
            )
        ]
        verdict.bounds = [
            BoundFinding(name: .gap, limit: 1, measured: 2.5, unit: "ms", holds: false, subject: "c7"),
            BoundFinding(name: .gap, limit: 1, measured: nil, unit: "ms", holds: nil),
        ]
        verdict.recoveries = [FaultRecovery(fault: fault, healedAt: 1)]
        verdict.nodes = [NodeSummary(node: NodeID(1))]
        verdict.witnesses = [WitnessSummary(name: "r1")]
        verdict.resources = ResourceReading.Resource.allCases.map {
            ResourceReading(resource: $0, owner: "r1", before: 1, after: 2)
        }
        verdict.guards = GuardKind.allCases.map { GuardFinding(kind: $0, reason: "", subjects: ["a"], count: 1) }
        #expect(try schema.problems(in: encoded(Reports.batch(Reports.report(.violated, verdict: verdict)))) == [])
        #expect(try schema.problems(in: JSONEncoder().encode(verdict), definition: "verdict") == [])
    }

    @Test func theSummaryIsValidByItself() throws {
        var report = Reports.report(.reproduced, repetition: 1, verdict: Reports.losing)
        report.reproduces = [ReproducedViolation(violation: .lost, count: 1)]
        report.knownAs = "SignalR#1"
        let batch = Reports.batch(report, Reports.violated(repetition: 2))
        #expect(try schema.problems(in: JSONEncoder().encode(batch.summary), definition: "summary") == [])
        #expect(try schema.problems(in: encoded(batch)) == [])
    }

    @Test func saysHowEachRunEndedAndHowToRepeatIt() throws {
        let data = try encoded(Reports.batch(Reports.violated()), reportFile: "/runs/report.html")
        let document = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(document["format"] as? Int == 1)
        #expect(document["rollcall"] as? String == "1.2.3")
        #expect(document["exitCode"] as? Int == 1)
        let run = try #require((document["runs"] as? [[String: Any]])?.first)
        #expect(run["outcome"] as? String == "violated")
        #expect((run["again"] as? String)?.hasPrefix("rollcall run scenarios/smoke.yaml") == true)
        #expect(run["reportFile"] as? String == "/runs/report.html")
        let summary = try #require(document["summary"] as? [String: Any])
        #expect((summary["outcomes"] as? [String: Int]) == ["violated": 1])
    }

    /// The check itself: what it is to find, it finds.
    @Test(arguments: [
        ("format", "2", "$.format is not 1"), ("runs", "{}", "$.runs is no array"), ("exitCode", "4", "is none of"),
        ("surprise", "1", "$.surprise is not in the schema"), ("summary", "null", "$.summary is no object"),
    ])
    func findsWhatIsWrong(key: String, value: String, problem: String) throws {
        var document = try #require(
            JSONSerialization.jsonObject(with: encoded(Reports.batch(Reports.report()))) as? [String: Any]
        )
        document[key] = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let problems = try schema.problems(in: JSONSerialization.data(withJSONObject: document))
        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
        document[key] = nil
        let missing = try schema.problems(in: JSONSerialization.data(withJSONObject: document))
        #expect(missing.contains("$ has no \(key)") == (key != "surprise"))
    }

    @Test func theDocumentNamesEveryKeyOfTheFirstLevels() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = String(decoding: try Data(contentsOf: root.appending(path: "docs/json.md")), as: UTF8.self)
        let schema = try #require(JSONSerialization.jsonObject(with: whole) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        for entry in [schema]
            + ["run", "summary", "scenario-summary", "cause-summary", "shortfall"].compactMap({ definitions[$0] })
        {
            for key in (entry["properties"] as? [String: Any] ?? [:]).keys {
                #expect(text.contains("`\(key)`"), "docs/json.md does not tell of \(key)")
            }
        }
    }
}
