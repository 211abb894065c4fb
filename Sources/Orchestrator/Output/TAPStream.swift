import Core

/// Runs in the Test Anything Protocol (testanything.org): a plan, then one point with a YAML block as soon as its run has ended.
///
/// It says version 13, of which 14 is the superset that nothing here needs: Perl's `prove` fails every stream that says 14.
package struct TAPStream {
    private let count: Int

    /// - Parameter count: runs that were asked for.
    package init(count: Int) {
        self.count = count
    }

    /// What comes first.
    package var header: String { "TAP version 13\n1..\(count)\n" }

    /// One run; `number` counts from 1.
    package func point(_ report: RunReport, number: Int) -> String {
        let word = report.outcome.isGood ? "ok" : "not ok"
        return "\(word) \(number) - \(Self.escaped(report.label))\n" + block(report)
    }

    /// What comes last: nothing, unless runs are missing.
    package func footer(_ batch: BatchReport) -> String {
        guard batch.wasInterrupted else { return "" }
        let missing = batch.notRun.count
        return "Bail out! interrupted" + (missing > 0 ? ", \(missing) of \(count) not run" : "") + "\n"
    }

    private func block(_ report: RunReport) -> String {
        var lines = ["---"]
        func add(_ key: String, _ text: String) { lines.append("\(key): \(YAMLText.quoted(text))") }
        if !report.outcome.isGood {
            add("message", report.headline)
            add("severity", JUnitSuite.isFailure(report.outcome) ? "fail" : "error")
            if let shortfall = report.shortfalls.first {
                lines.append("at:")
                lines.append("  file: \(YAMLText.quoted(report.path))")
                lines.append("  line: \(shortfall.line)")
                lines.append("  column: \(shortfall.column)")
            }
        }
        add("outcome", report.word)
        lines.append("exit_code: \(report.exitCode.rawValue)")
        lines.append("seed: \(report.seed)")
        lines.append("duration_ms: \(Int((report.seconds * 1_000).rounded()))")
        if !report.folder.isEmpty { add("run_folder", report.folder) }
        let causes = report.causes.filter { $0.isFault || report.outcome == .reproduced }
        if !causes.isEmpty {
            lines.append("causes:")
            lines += causes.map { "  - \(YAMLText.quoted($0.sentence))" }
        }
        if !report.outcome.isGood { add("again", report.again) }
        lines.append("...")
        return lines.map { "  \($0)\n" }.joined()
    }

    /// `#` would begin a directive, and a line feed another line.
    private static func escaped(_ description: String) -> String {
        var result = ""
        for character in description {
            if character == "#" || character == "\\" { result.append("\\") }
            result.append(character.isNewline ? " " : character)
        }
        return result
    }
}
