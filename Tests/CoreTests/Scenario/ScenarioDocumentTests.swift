import Foundation
import Testing

@testable import Core

/// docs/scenarios.md tells the truth.
@Suite struct ScenarioDocumentTests {
    private let text: String

    init() throws {
        let data = try Data(contentsOf: ScenarioFixture.package.appending(path: "docs/scenarios.md"))
        text = String(decoding: data, as: UTF8.self)
    }

    @Test func namesEveryKeyAndEveryVerb() {
        for table in ScenarioKeys.all {
            for key in table.keys { #expect(text.contains("`\(key)`"), "\(table.name): \(key)") }
        }
        for verb in ScenarioKeys.verbs { #expect(text.contains("| `\(verb.name)` |")) }
        for violation in ViolationClass.allCases { #expect(text.contains("`\(violation.rawValue)`")) }
    }

    /// Each example is read as it stands, after the fields that it leaves out.
    @Test func showsExamplesThatAreRight() throws {
        let examples = text.split(separator: "```yaml\n").dropFirst().map {
            String($0.prefix(upTo: $0.firstRange(of: "```")?.lowerBound ?? $0.endIndex))
        }
        #expect(examples.count == 11)
        for example in examples {
            var whole = example
            if !example.contains("scenario:") { whole += "scenario: s\n" }
            if !("\n" + example).contains("\ntraffic:") { whole += "traffic: [{count: 5000}]\n" }
            if example.contains("variants:") {
                whole += "faults: [{at: 1s, do: node.kill, node: n2, down: 1s}]\nexpect: {reproduces: [lost]}\n"
            }
            #expect(ScenarioFixture.report(whole) == "", "\(example)")
        }
    }

    @Test func showsAMistakeAsItIsPrinted() {
        let scenario = "scenario: hello\ntraffic:\n  - {count: 100, rate: 400}\n"
        guard case .failure(let diagnostics) = ScenarioFile.parse(Array(scenario.utf8), path: "hello.yaml") else {
            Issue.record("the scenario of the document has a mistake")
            return
        }
        #expect(text.contains("```\n\(diagnostics)\n```"))
    }
}
