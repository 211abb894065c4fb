import Core
import FoundationEssentials

/// What `rollcall run --json` prints (docs/json.md, docs/rollcall-result.schema.json).
package struct ResultDocument: Encodable {
    /// Version of this format: raised when something that was there is taken away or changes its meaning.
    package static let format = 1

    private let rollcall: String
    private let batch: BatchReport
    /// Of the run folder that is given; nil where there is none.
    private let reportFile: (String) -> String?

    /// - Parameter rollcall: the version of the program.
    package init(_ batch: BatchReport, rollcall: String, reportFile: @escaping (String) -> String? = Self.reportFile) {
        self.batch = batch
        self.rollcall = rollcall
        self.reportFile = reportFile
    }

    private enum CodingKeys: String, CodingKey {
        case format, rollcall, exitCode, wasInterrupted, runs, notRun, summary
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.format, forKey: .format)
        try container.encode(rollcall, forKey: .rollcall)
        try container.encode(batch.exitCode, forKey: .exitCode)
        try container.encode(batch.wasInterrupted, forKey: .wasInterrupted)
        try container.encode(batch.runs.map { Run(report: $0, reportFile: reportFile($0.folder)) }, forKey: .runs)
        try container.encode(batch.notRun, forKey: .notRun)
        try container.encode(batch.summary, forKey: .summary)
    }

    /// A run, with what can be told from it.
    private struct Run: Encodable {
        let report: RunReport
        let reportFile: String?

        private enum CodingKeys: String, CodingKey {
            case outcome, again, reportFile
        }

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(report.outcome, forKey: .outcome)
            try container.encode(report.again, forKey: .again)
            try container.encodeIfPresent(reportFile, forKey: .reportFile)
        }
    }

    /// The report for people in a run folder, if there is one.
    package static func reportFile(in folder: String) -> String? {
        let path = RunFolder(path: folder).report
        return !folder.isEmpty && FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
