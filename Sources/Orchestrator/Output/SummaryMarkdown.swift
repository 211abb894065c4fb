import Core

/// The verdict of many runs as Markdown: `summary.md`, and the job summary of GitHub Actions.
package struct SummaryMarkdown {
    private let summary: BatchSummary
    private let batch: BatchReport
    private let runs: [ScenarioKey: [RunReport]]

    package init(_ batch: BatchReport) {
        self.batch = batch
        summary = batch.summary
        runs = batch.runsByScenario
    }

    /// GitHub refuses a job summary of more than 1 MiB.
    private static let scenariosMax = 500
    private static let causesMax = 100
    private static let sentenceMax = 1_000

    /// The whole document.
    package var text: String {
        var lines = ["## Rollcall: \(Self.escaped(summary.text))", ""]
        if !batch.notRun.isEmpty {
            let why = batch.wasInterrupted ? " because it was interrupted" : ""
            lines += ["\(batch.notRun.count) more were asked for and not run\(why).", ""]
        }
        if !summary.scenarios.isEmpty { lines += table + [""] }
        lines += causes
        return lines.joined(separator: "\n") + "\n"
    }

    private var table: [String] {
        var lines = [
            "| | Scenario | Backplane | Verdict | Runs | As they should be | Flake rate | Lost | Duplicated | Out of order | Other |",
            "|---|---|---|---|---:|---:|---:|---:|---:|---:|---:|",
        ]
        for entry in summary.scenarios.prefix(Self.scenariosMax) {
            let own = runs[entry.key] ?? []
            let variant = entry.variant.map { " [\($0)]" } ?? ""
            let cells =
                [
                    Self.mark(entry), Self.escaped(entry.scenario + variant), entry.backplane.rawValue, word(entry),
                    "\(entry.runs)", "\(entry.count(.held, .reproduced))", Percent.text(entry.flakeRate),
                ] + Self.counts(own)
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        let more = summary.scenarios.count - Self.scenariosMax
        if more > 0 { lines += ["", "\(more) more scenarios are not shown."] }
        return lines
    }

    private func word(_ entry: ScenarioSummary) -> String {
        let parts = RunOutcome.allCases.compactMap { outcome in
            entry.outcomes[outcome].map { "\($0) \(outcome.rawValue)" }
        }
        let word = entry.isFlaky ? "**flaky**: " + parts.joined(separator: ", ") : "**\(entry.word)**"
        guard let reproduced = entry.reproduced, entry.runs > 1 else { return word }
        return "\(word); the defect showed in \(reproduced.runs) of \(reproduced.of)"
    }

    /// Words stand beside it, so that nobody depends on the picture.
    private static func mark(_ entry: ScenarioSummary) -> String {
        if entry.outcomes.keys.allSatisfy(\.isGood) { return "✅" }
        if entry.count(.violated) > 0 { return "❌" }
        return entry.count(.crashed, .bug) > 0 ? "💥" : "⚠️"
    }

    private static func counts(_ runs: [RunReport]) -> [String] {
        func sum(_ classes: [ViolationClass]) -> String {
            let verdicts = runs.compactMap(\.verdict)
            guard !verdicts.isEmpty else { return "-" }
            return "\(verdicts.reduce(0) { total, verdict in total + classes.reduce(0) { $0 + verdict[$1].count } })"
        }
        let named: [ViolationClass] = [.lost, .duplicated, .outOfOrder]
        return named.map { sum([$0]) } + [sum(ViolationClass.allCases.filter { !named.contains($0) })]
    }

    /// Per scenario, those of runs that are not as they should be.
    private var causes: [String] {
        let failing = summary.scenarios.filter { entry in
            entry.causes.contains(where: \.isFault) || !entry.outcomes.keys.allSatisfy(\.isGood)
        }
        guard !failing.isEmpty else { return [] }
        var lines = ["### Causes", ""]
        var left = Self.causesMax
        for entry in failing {
            for cause in entry.causes where cause.isFault {
                left -= 1
                guard left >= 0 else { return lines + ["", "More causes are not shown."] }
                let share = entry.runs > 1 ? " in \(cause.runs) of \(cause.of) runs" : ""
                let folder = cause.example.folder.isEmpty ? "" : ", `\(cause.example.folder)`"
                lines.append(
                    "- **\(Self.escaped(entry.title))**\(share): \(Self.escaped(String(cause.sentence.prefix(Self.sentenceMax))))"
                        + " (seed \(cause.example.seed)\(folder))"
                )
            }
            if let run = runs[entry.key]?.first(where: { !$0.outcome.isGood }) {
                lines += ["", "  ```sh", "  \(run.again.filter { !$0.isNewline })", "  ```", ""]
            }
        }
        return lines
    }

    /// Text of others: nothing in it is markup, and it stays on one line.
    static func escaped(_ text: String) -> String {
        text.replacingScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "@": "\\\(scalar)"
            default: scalar.isControl ? " " : nil
            }
        }
    }
}
