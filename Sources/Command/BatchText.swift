import Core
import Orchestrator

/// What is said when all runs of a command line have ended.
struct BatchText {
    private let batch: BatchReport
    private let console: Console

    init(_ batch: BatchReport, _ console: Console) {
        self.batch = batch
        self.console = console
    }

    func show() {
        let summary = batch.summary
        let (columns, paint) = (console.columns, console.paint)
        console.detail("")
        let table = SummaryTable(summary)
        let causes = table.causes(paint: paint, shown: ShownPath.text)
        if summary.isRepeated {
            console.line(table.text(columns: columns, paint: paint))
        } else {
            console.line(VerdictTable(batch).text(columns: columns, paint: paint))
        }
        if !causes.isEmpty { console.detail("\n" + causes) }
        let missing = batch.notRun.isEmpty ? "" : "; \(batch.notRun.count) not run"
        console.line("\n" + paint(summary.text, .strong) + missing)
        // Of a run that is not as it should be, it stands with the run.
        if let run = batch.runs.first, batch.runs.count == 1, run.outcome.isGood,
            let file = ResultDocument.reportFile(in: run.folder)
        {
            console.detail("report: \(ShownPath.text(file))")
        }
    }
}
