package import Core

/// `matrix.json` (docs/json.md, docs/rollcall-matrix.schema.json).
package struct MatrixDocument: Encodable {
    /// Version of this format: raised when something that was there is taken away or changes its meaning.
    package static let format = 1

    private let format = Self.format
    private let rollcall: String
    private let exitCode: ExitCode
    private let wasInterrupted: Bool
    /// `reproduces` was ignored.
    private let strict: Bool
    private let backplanes: [BackplaneKind]
    private let rows: [BackplaneMatrix.Row]

    /// - Parameter rollcall: the version of the program.
    package init(_ matrix: BackplaneMatrix, of batch: BatchReport, strict: Bool, rollcall: String) {
        self.rollcall = rollcall
        exitCode = batch.exitCode
        wasInterrupted = batch.wasInterrupted
        self.strict = strict
        backplanes = matrix.backplanes
        rows = matrix.rows
    }
}
