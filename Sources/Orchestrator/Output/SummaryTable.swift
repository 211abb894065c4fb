package import Core

/// The table of scenarios when each ran several times, one line for each scenario, variant and backplane.
package struct SummaryTable {
    private let summary: BatchSummary

    package init(_ summary: BatchSummary) {
        self.summary = summary
    }

    private static let columns: [TextTable.Column] = [
        .init(title: "scenario", isText: true),
        .init(title: "backplane", isText: true, spareRank: 1),
        .init(title: "verdict", isText: true),
        .init(title: "runs", spareRank: 3),
        .init(title: "held"),
        .init(title: "violated"),
        .init(title: "inconclusive", spareRank: 4),
        .init(title: "other", spareRank: 5),
        .init(title: "flaky", spareRank: 6),
    ]
    /// Causes listed; more are counted.
    private static let causesMax = 20

    /// The table, in as many columns of text as there are; nil stands for any number.
    package func text(columns limit: Int?, paint: Paint = Paint(isOn: false)) -> String {
        TextTable(columns: Self.columns, rows: summary.scenarios.map(Self.row), paint: paint)
            .lines(columns: limit).joined(separator: "\n")
    }

    private static func row(_ entry: ScenarioSummary) -> [TextTable.Cell] {
        let tone = entry.isFlaky ? .unsure : Paint.tone(of: entry.majority)
        func count(_ tone: Paint.Tone, _ outcomes: RunOutcome...) -> TextTable.Cell {
            let sum = outcomes.reduce(0) { $0 + entry.outcomes[$1, default: 0] }
            return .init("\(sum)", sum > 0 ? tone : nil)
        }
        return [
            .init(entry.scenario + (entry.variant.map { " [\($0)]" } ?? "")), .init(entry.backplane.rawValue),
            .init(entry.word, tone), .init("\(entry.runs)"), count(.good, .held, .reproduced), count(.bad, .violated),
            count(.unsure, .inconclusive),
            count(.broken, .crashed, .interrupted, .environment, .unavailable, .bug, .refused),
            .init(Percent.text(entry.flakeRate), entry.isFlaky ? .unsure : nil),
        ]
    }

    /// What caused it. Where scenarios ran several times, scenario by scenario; else what makes runs fail, over all of them.
    /// Empty when there is nothing to say.
    ///
    /// - Parameter shown: a path as a person would type it.
    package func causes(paint: Paint = Paint(isOn: false), shown: (String) -> String = { $0 }) -> String {
        guard summary.isRepeated else {
            return list(summary.causes.filter { $0.isFault && summary.runs > 1 }, paint, shown, naming: true)
                .joined(separator: "\n")
        }
        return summary.scenarios.flatMap { entry -> [String] in
            var lines: [String] = []
            if let reproduced = entry.reproduced, entry.runs > 1 {
                let name = reproduced.knownAs.map { " (\($0))" } ?? ""
                lines.append("  the known defect\(name) showed in \(reproduced.runs) of \(reproduced.of) runs")
            }
            lines += list(entry.causes, paint, shown, naming: false)
            return lines.isEmpty ? [] : [paint(entry.title, .strong)] + lines
        }
        .joined(separator: "\n")
    }

    private func list(
        _ causes: [CauseSummary],
        _ paint: Paint,
        _ shown: (String) -> String,
        naming: Bool
    ) -> [String] {
        var lines = causes.prefix(Self.causesMax).flatMap { cause -> [String] in
            let share = paint("in \(cause.runs) of \(cause.of) runs", cause.isFault ? .bad : .faint)
            let names = naming ? "    " + cause.scenarios.joined(separator: ", ") : nil
            let folder = cause.example.folder
            let example = "    for example seed \(cause.example.seed)" + (folder.isEmpty ? "" : ", \(shown(folder))")
            return ["  \(share): \(cause.sentence)"] + [names, example].compactMap(\.self)
        }
        if causes.count > Self.causesMax { lines.append("  and \(causes.count - Self.causesMax) more causes") }
        return lines
    }
}
