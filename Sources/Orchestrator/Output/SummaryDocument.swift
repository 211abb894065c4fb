package import Core

/// `summary.json`: the verdict of the runs of one command line (docs/json.md, docs/rollcall-result.schema.json, `summary`).
package struct SummaryDocument: Encodable {
    private let rollcall: String
    private let summary: BatchSummary

    /// - Parameter rollcall: the version of the program.
    package init(_ summary: BatchSummary, rollcall: String) {
        self.summary = summary
        self.rollcall = rollcall
    }

    private enum CodingKeys: String, CodingKey {
        case format, rollcall, summary
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ResultDocument.format, forKey: .format)
        try container.encode(rollcall, forKey: .rollcall)
        try container.encode(summary, forKey: .summary)
    }
}
