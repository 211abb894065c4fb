import Core
import FoundationEssentials
import Orchestrator
import Synchronization

/// Where the results of a batch go besides the terminal: stdout for programs, files, and GitHub Actions.
final class BatchOutputs: Sendable {
    /// What stdout carries, where it is not text for people.
    enum Format: Sendable {
        case json
        case tap
    }

    private let format: Format?
    private let junit: OutputFile?
    private let tap: TAPStream
    private let out: String
    private let gitHub: GitHubActions?
    /// The first file that could not be written, so that the others still are.
    private let failure = Mutex<HarnessError?>(nil)

    /// A file that is written anew after each run is written less often when there are many.
    private static let steadyRuns = 100

    init(format: Format?, junit: String?, out: String, requests: [RunRequest]) {
        self.format = format
        self.junit = junit.map { OutputFile($0) }
        self.out = out
        tap = TAPStream(count: requests.count)
        gitHub = GitHubActions.here
    }

    /// Before anything runs, so that a file that cannot be written is told at once.
    func begin(_ batch: BatchReport) throws(HarnessError) {
        try junit?.write(JUnitDocument(batch).text)
        if format == .tap { StandardOutput.write(tap.header) }
    }

    /// After each run: whoever ends us early finds what there was.
    func runEnded(_ batch: BatchReport) {
        let count = batch.runs.count
        if format == .tap, let report = batch.runs.last {
            StandardOutput.write(tap.point(report, number: count))
        }
        guard let junit, count % max(1, count / Self.steadyRuns) == 0 else { return }
        keep { () throws(HarnessError) in try junit.write(JUnitDocument(batch).text) }
    }

    /// After the last run.
    ///
    /// - Returns: the exit code: of the batch, or that results could not be written, which hides no violation.
    func end(_ batch: BatchReport) throws -> Core.ExitCode {
        switch format {
        case .json: StandardOutput.write(try JSONOutput.pretty(ResultDocument(batch, rollcall: version)))
        case .tap: StandardOutput.write(tap.footer(batch))
        case nil: break
        }
        let markdown = SummaryMarkdown(batch).text
        let summary = try JSONOutput.pretty(SummaryDocument(batch.summary, rollcall: version))
        keep { () throws(HarnessError) in try self.junit?.write(JUnitDocument(batch).text) }
        keep { () throws(HarnessError) in try OutputFile(self.out + "/summary.json").write(summary) }
        keep { () throws(HarnessError) in try OutputFile(self.out + "/summary.md").write(markdown) }
        if let gitHub {
            // The runner reads both streams, and stdout may lead elsewhere.
            StandardError.write(gitHub.annotations(batch))
            if let file = gitHub.summaryFile {
                keep { () throws(HarnessError) in try OutputFile(file).append(markdown + "\n") }
            }
        }
        guard let failure = failure.withLock({ $0 }) else { return batch.exitCode }
        StandardError.write("rollcall: \(failure)\n")
        return .combined([batch.exitCode, failure.code])
    }

    private func keep(_ write: () throws(HarnessError) -> Void) {
        do {
            try write()
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }
}

extension GitHubActions {
    /// Nil when this is no workflow.
    static var here: GitHubActions? {
        GitHubActions(environment: Environment.all, currentFolder: FileManager.default.currentDirectoryPath)
    }
}
