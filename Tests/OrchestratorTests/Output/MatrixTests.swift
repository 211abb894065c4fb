import Foundation
import TestSupport
import Testing

@testable import Core
@testable import Orchestrator

/// A matrix as people and programs get it.
@Suite struct MatrixTests {
    private static let places = ["b", "c|d"].flatMap { scenario in
        [BackplaneKind.signalr, .stream].map { backplane in
            BackplaneMatrix.Place(
                ScenarioKey(path: "\(scenario).yaml", scenario: scenario, variant: "v", backplane: backplane),
                contract: Contract(delivery: backplane == .signalr ? .atMostOnce : .exactlyOnce),
                refusal: scenario == "b" && backplane == .stream ? "no defects\nthere" : nil
            )
        }
    }

    private static let batch: BatchReport = {
        var violated = Reports.violated()
        (violated.path, violated.scenario, violated.variant) = ("b.yaml", "b", "v")
        return Reports.batch(violated, wasInterrupted: true)
    }()

    private static let matrix = BackplaneMatrix(places, runs: batch.runs.map(\.summarised))

    @Test func itsJSONIsWhatTheSchemaSays() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let schema = try JSONSchema(Data(contentsOf: root.appending(path: "docs/rollcall-matrix.schema.json")))
        let document = MatrixDocument(Self.matrix, of: Self.batch, strict: true, rollcall: "1.2.3")
        let data = try JSONEncoder().encode(document)
        #expect(try schema.problems(in: data) == [])
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains(#""survives":false"#) && text.contains(#""exitCode":1"#))
        let odd = text.replacingOccurrences(of: #""strict":true"#, with: #""strict":true,"odd":1"#)
        #expect(try schema.problems(in: Data(odd.utf8)) != [])
    }

    @Test func itsMarkdownHasARowForEachScenarioAndSaysWhy() {
        let text = MatrixText(Self.matrix, strict: false).markdown
        #expect(text.contains("| Scenario | signalr | stream |\n|---|---|---|\n"))
        #expect(text.contains("| b \\[v\\] | ❌ violated | does not apply |"))
        #expect(text.contains("| c\\|d \\[v\\] | not run | not run |"))
        #expect(text.contains("| **survived** | **0 of 1** | **0 of 0** |"))
        #expect(text.contains("- **b \\[v\\] on stream**: no defects there"))
    }

    @Test func itsTableFitsTheTerminal() {
        let lines = MatrixText(Self.matrix, strict: true).table(columns: nil).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("b [v]") && lines[1].contains("violated"))
        #expect(lines[3].hasPrefix("survived"))
    }
}
