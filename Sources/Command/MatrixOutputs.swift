import Core
import FoundationEssentials
import Orchestrator
import Synchronization

/// The files of a matrix, written anew after each run: whoever ends us early finds what there was.
final class MatrixOutputs: Sendable {
    private let places: [BackplaneMatrix.Place]
    private let strict: Bool
    private let out: String
    private let markdown: String?
    /// The first file that could not be written.
    private let failure = Mutex<HarnessError?>(nil)

    init(places: [BackplaneMatrix.Place], strict: Bool, out: String, markdown: String?) {
        (self.places, self.strict, self.out, self.markdown) = (places, strict, out, markdown)
    }

    func matrix(_ batch: BatchReport) -> BackplaneMatrix {
        BackplaneMatrix(places, runs: batch.runs.map(\.summarised))
    }

    func document(_ batch: BatchReport) -> MatrixDocument {
        MatrixDocument(matrix(batch), of: batch, strict: strict, rollcall: version)
    }

    /// - Throws: ``HarnessError`` with 75 where a file cannot be written.
    func write(_ batch: BatchReport) throws {
        let text = MatrixText(matrix(batch), strict: strict).markdown
        if let markdown { try OutputFile(markdown).write(text) }
        try OutputFile(out + "/matrix.md").write(text)
        try OutputFile(out + "/matrix.json").write(try JSONOutput.pretty(document(batch)))
    }

    /// After each run.
    func runEnded(_ batch: BatchReport) {
        do {
            try write(batch)
        } catch {
            let error = error as? HarnessError ?? HarnessError(.bug, "unexpected: \(error)")
            failure.withLock { $0 = $0 ?? error }
        }
    }

    /// After the last run.
    ///
    /// - Returns: the exit code: of the batch, or that results could not be written, which hides no violation.
    func end(_ batch: BatchReport) throws -> Core.ExitCode {
        runEnded(batch)
        guard let failure = failure.withLock({ $0 }) else { return batch.exitCode }
        StandardError.write("rollcall: \(failure)\n")
        return .combined([batch.exitCode, failure.code])
    }
}
