import Core

/// The table of verdicts at the end, one line for each run.
package struct VerdictTable {
    private let batch: BatchReport

    package init(_ batch: BatchReport) {
        self.batch = batch
    }

    private static let columns: [TextTable.Column] = [
        .init(title: "scenario", isText: true),
        .init(title: "backplane", isText: true, spareRank: 1),
        .init(title: "verdict", isText: true),
        .init(title: "deliveries", spareRank: 4),
        .init(title: "lost"),
        .init(title: "dup"),
        .init(title: "order"),
        .init(title: "other"),
        .init(title: "p99", spareRank: 2),
        .init(title: "time", spareRank: 3),
    ]
    private static let namedClasses: [ViolationClass] = [.lost, .duplicated, .outOfOrder]

    /// The table, in as many columns of text as there are; nil stands for any number.
    package func text(columns limit: Int?, paint: Paint = Paint(isOn: false)) -> String {
        let table = TextTable(columns: Self.columns, rows: batch.runs.map(row), paint: paint)
        return table.lines(columns: limit).joined(separator: "\n")
    }

    private func row(_ report: RunReport) -> [TextTable.Cell] {
        let name: [TextTable.Cell] = [
            .init(report.title + (report.repetition.map { " #\($0)" } ?? "")), .init(report.backplane.rawValue),
            .init(report.word, Paint.tone(of: report.outcome)),
        ]
        let time = TextTable.Cell(Figures.seconds(report.seconds))
        guard let verdict = report.verdict else {
            return name + Array(repeating: .init("-", .faint), count: 6) + [time]
        }
        func count(_ classes: [ViolationClass]) -> TextTable.Cell {
            let all = classes.map { verdict[$0] }
            let isBroken = all.contains { $0.breaksContract && $0.count > 0 }
            let tone: Paint.Tone? = isBroken ? (report.outcome == .violated ? .bad : .strong) : nil
            return .init(Figures.grouped(all.reduce(0) { $0 + $1.count }), tone)
        }
        return name + [.init(Figures.grouped(verdict.deliveries.delivered))]
            + Self.namedClasses.map { count([$0]) }
            + [count(ViolationClass.allCases.filter { !Self.namedClasses.contains($0) })]
            + [.init(Figures.milliseconds(verdict.latency.p99)), time]
    }
}
