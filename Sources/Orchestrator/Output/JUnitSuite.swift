import Core

/// One run as a suite of a JUnit report.
struct JUnitSuite {
    private let report: RunReport
    private let id: Int
    /// Of all runs of the same scenario; nil where there is only one.
    private let summary: ScenarioSummary?

    init(_ report: RunReport, id: Int, among summary: ScenarioSummary?) {
        self.report = report
        self.id = id
        self.summary = summary
    }

    /// More causes than these are counted, not listed.
    private static let causesMax = 50

    static func isFailure(_ outcome: RunOutcome) -> Bool { outcome == .violated }

    static func isError(_ outcome: RunOutcome) -> Bool { !outcome.isGood && !isFailure(outcome) }

    var element: XMLElement {
        let attributes: [(String, String?)] = [
            ("name", report.label),
            ("id", "\(id)"),
            ("file", report.path),
            // Without a zone, as the format has it; it is UTC.
            ("timestamp", report.startedAt.isEmpty ? nil : report.startedAt.filter { $0 != "Z" }),
            ("tests", "1"),
            ("failures", Self.isFailure(report.outcome) ? "1" : "0"),
            ("errors", Self.isError(report.outcome) ? "1" : "0"),
            ("skipped", "0"),
            ("time", Self.seconds(report.seconds)),
        ]
        return XMLElement("testsuite", attributes, [properties, test])
    }

    /// A run that was not made.
    static func skipped(_ run: NotRun, id: Int, wasInterrupted: Bool) -> XMLElement {
        let reason = wasInterrupted ? "not run: interrupted before it" : "not run yet"
        let attributes: [(String, String?)] = [
            ("name", run.label), ("id", "\(id)"), ("file", run.path), ("tests", "1"), ("failures", "0"),
            ("errors", "0"),
            ("skipped", "1"), ("time", "0.000"),
        ]
        let test = XMLElement(
            "testcase",
            [("classname", className(run.scenario)), ("name", run.label), ("time", "0.000")],
            [XMLElement("skipped", [("message", reason)])]
        )
        return XMLElement("testsuite", attributes, [test])
    }

    private var test: XMLElement {
        var children: [XMLElement] = []
        if !report.outcome.isGood {
            children.append(
                XMLElement(
                    Self.isFailure(report.outcome) ? "failure" : "error",
                    [("type", report.word), ("message", report.headline)],
                    text: reasons
                )
            )
        }
        children.append(XMLElement("system-out", text: output))
        let attributes: [(String, String?)] = [
            ("classname", Self.className(report.scenario)), ("name", report.label),
            ("time", Self.seconds(report.seconds)),
        ]
        return XMLElement("testcase", attributes, children)
    }

    /// The causes, then where to look and how to see it again.
    private var reasons: String {
        let causes = report.causes.filter(\.isFault)
        var lines = causes.prefix(Self.causesMax).map(\.sentence)
        if causes.count > Self.causesMax { lines.append("and \(causes.count - Self.causesMax) more causes") }
        if let failure = report.failure, failure.contains(where: \.isNewline) { lines.append(failure) }
        if !report.folder.isEmpty { lines.append("run folder: \(report.folder)") }
        lines.append("again: \(report.again)")
        return lines.joined(separator: "\n")
    }

    private var output: String {
        guard let verdict = report.verdict else { return "\(report.word), \(Figures.seconds(report.seconds))" }
        let (publishes, deliveries) = (verdict.publishes, verdict.deliveries)
        return "\(report.word): \(publishes.ok) of \(publishes.messages) messages acknowledged, "
            + "\(deliveries.delivered) deliveries, \(deliveries.expected) owed, \(Figures.seconds(report.seconds))"
    }

    private var properties: XMLElement {
        var values: [(String, String)] = [
            ("outcome", report.word),
            ("exit-code", "\(report.exitCode.rawValue)"),
            ("seed", "\(report.seed)"),
            ("backplane", report.backplane.rawValue),
            ("variant", report.variant ?? "base"),
            ("run-folder", report.folder),
            ("again", report.again),
        ]
        if let repetition = report.repetition { values.append(("repetition", "\(repetition)")) }
        if let shortfall = report.shortfalls.first {
            values.append(("place", "\(report.path):\(shortfall.line):\(shortfall.column)"))
        }
        if let summary { values += Self.values(of: summary) }
        return XMLElement(
            "properties",
            [],
            values.map { XMLElement("property", [("name", $0.0), ("value", $0.1)]) }
        )
    }

    private static func values(of summary: ScenarioSummary) -> [(String, String)] {
        var values = [("runs", "\(summary.runs)")]
        values += RunOutcome.allCases.compactMap { outcome in
            summary.outcomes[outcome].map { ("runs-\(outcome.rawValue)", "\($0)") }
        }
        values.append(("flaky", summary.isFlaky ? "true" : "false"))
        values.append(("flake-rate", decimal(summary.flakeRate)))
        if let reproduced = summary.reproduced {
            values.append(("reproduced", "in \(reproduced.runs) of \(reproduced.of)"))
        }
        values += summary.causes.prefix(causesMax).enumerated().map { index, cause in
            ("cause-\(index + 1)", "in \(cause.runs) of \(cause.of) runs: \(cause.sentence)")
        }
        return values
    }

    /// A dot in it would make a package of what stands before it.
    private static func className(_ scenario: String) -> String { "rollcall.\(scenario)" }

    /// `2.817`: no grouping, whatever the locale.
    static func seconds(_ value: Double) -> String { decimal(value) }

    private static func decimal(_ value: Double) -> String {
        let thousandths = Int((max(0, value) * 1_000).rounded())
        let rest = String(thousandths % 1_000)
        return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
