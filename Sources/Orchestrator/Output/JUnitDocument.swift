import Core

/// Runs as a JUnit report, the format that CI systems read: the dialect of Ant, Surefire and Jenkins.
///
/// Each run is a suite of its own with one test in it: the dialect knows properties of suites only, and every run has a seed
/// and a folder of its own. A run that is violated is a failure; one that could not be judged is an error, never skipped;
/// skipped are only those that were not made.
package struct JUnitDocument {
    private let batch: BatchReport
    /// Each run also says what came of all runs of its scenario.
    private let hasSummary: Bool

    package init(_ batch: BatchReport) {
        self.batch = batch
        hasSummary = batch.isRepeated
    }

    /// Of one run alone, as it lies in the run folder.
    package init(_ report: RunReport) {
        batch = BatchReport(runs: [report])
        hasSummary = false
    }

    /// The whole file.
    package var text: String {
        let summaries = hasSummary ? batch.summary.scenarios : []
        let byScenario = Dictionary(uniqueKeysWithValues: summaries.map { ($0.key, $0) })
        let suites =
            batch.runs.enumerated().map { index, report in
                JUnitSuite(report, id: index, among: byScenario[report.key]).element
            }
            + batch.notRun.enumerated().map { index, run in
                JUnitSuite.skipped(run, id: batch.runs.count + index, wasInterrupted: batch.wasInterrupted)
            }
        let attributes: [(String, String?)] = [
            ("name", "rollcall"),
            ("tests", "\(suites.count)"),
            ("failures", "\(batch.runs.count { JUnitSuite.isFailure($0.outcome) })"),
            ("errors", "\(batch.runs.count { JUnitSuite.isError($0.outcome) })"),
            ("time", JUnitSuite.seconds(batch.runs.reduce(0) { $0 + $1.seconds })),
        ]
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + XMLElement("testsuites", attributes, suites).rendered()
    }
}

extension BatchReport {
    /// Some run is one of several of the same.
    var isRepeated: Bool { runs.contains { $0.repetition != nil } || notRun.contains { $0.repetition != nil } }
}
