import Core
import FoundationEssentials
import Orchestrator

/// What is said of one run when it has ended.
struct RunText {
    private let report: RunReport

    init(_ report: RunReport) {
        self.report = report
    }

    /// One indented paragraph.
    var text: String {
        var lines = ["  \(report.word.uppercased())" + figures]
        lines += report.explanations.flatMap { $0.split(separator: "\n").map { "    \($0)" } }
        lines += examples
        if report.exitCode != .held {
            if !report.folder.isEmpty { lines.append("    run folder: \(folder)") }
            lines.append("    again: \(command)")
        }
        return lines.joined(separator: "\n")
    }

    private var figures: String {
        guard let verdict = report.verdict else { return "" }
        let publishes = verdict.publishes
        let deliveries = verdict.deliveries
        return ": \(publishes.ok) of \(publishes.messages) messages acknowledged, \(deliveries.delivered) deliveries"
            + ", \(deliveries.expected) owed, \(Figures.seconds(report.seconds))"
    }

    /// The first finding of each class that broke the contract.
    private var examples: [String] {
        guard let verdict = report.verdict else { return [] }
        return verdict.classes.filter { $0.count > 0 }.compactMap { entry in
            guard let finding = entry.first else { return nil }
            return "    first \(entry.violation.rawValue): " + FindingText(finding, origin: verdict.origin).text
        }
    }

    /// Below the current folder as a person would type it.
    private var folder: String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return report.folder.hasPrefix(here) ? String(report.folder.dropFirst(here.count)) : report.folder
    }

    /// The command that makes the same choices again.
    private var command: String {
        var words = ["rollcall run", report.path, "--seed \(report.seed)", "--backplane \(report.backplane.rawValue)"]
        words.append("--variant \(report.variant ?? "base")")
        if report.strict { words.append("--strict") }
        return words.joined(separator: " ")
    }
}
