import Core
import Orchestrator

/// An explanation for people.
struct ExplanationText {
    private let explanation: RunExplanation

    init(_ explanation: RunExplanation) {
        self.explanation = explanation
    }

    /// Clients that are named one by one.
    private static let namesMax = 20
    /// Times are written in so many columns.
    private static let timeColumns = 12

    var text: String {
        var lines: [String]
        if let message = explanation.message {
            lines = text(of: message)
        } else if let client = explanation.client {
            lines = text(of: client)
        } else {
            lines = causes
        }
        lines.append("")
        return lines.joined(separator: "\n")
    }

    // MARK: Causes

    private var causes: [String] {
        let head = "\(explanation.scenario), seed \(explanation.seed): \(explanation.outcome.rawValue)"
        guard !explanation.causes.isEmpty else { return [head, "nothing to explain: no violation was found"] }
        return [head]
            + explanation.causes.flatMap { cause in
                [
                    "\(cause.number). \(cause.sentence)\(cause.breaksContract ? "" : " (allowed by the contract)")",
                    "   evidence: \(Self.words(cause.evidence)); \(example(of: cause))",
                ]
            }
    }

    private func example(of cause: Cause) -> String {
        guard let publisher = cause.first.publisher, let sequence = cause.first.sequence else {
            return "the first was at \(cause.first.client)"
        }
        return "look closer: --message \(publisher)/\(sequence), --client \(cause.first.client)"
    }

    private static func words(_ evidence: Evidence) -> String {
        switch evidence {
        case .hops: "the records of the nodes"
        case .witness: "what Redis carried and links saw pass"
        case .shape: "who had it and who had not, nothing else"
        }
    }

    // MARK: A message

    private func text(of message: MessageStory) -> [String] {
        let audience = message.audience.map { " (to \($0))" } ?? ""
        var lines = ["message \(message.publisher)/\(message.sequence)\(audience): \(message.outcome)"]
        lines += steps(message.steps)
        lines.append("seen by: \(names(message.seenBy))")
        let groups = Dictionary(grouping: message.findings, by: \.cause)
        for (_, findings) in groups.sorted(by: { $0.key < $1.key }) {
            guard let first = findings.first else { continue }
            lines.append(
                "\(first.finding.violation.rawValue): \(names(findings.map(\.finding.client))), at \(first.place)"
                    + (first.condition.map { ", \($0)" } ?? "")
                    + " (cause \(first.cause), by \(Self.words(first.evidence)))"
            )
        }
        if message.findings.isEmpty { lines.append("nothing was wrong with it") }
        return lines
    }

    private func steps(_ steps: [StoryStep]) -> [String] {
        steps.map { step in
            let time = step.time.map(time) ?? ""
            return String(repeating: " ", count: max(0, Self.timeColumns - time.count)) + "\(time)  \(step.text)"
        }
    }

    private func time(_ time: UInt64) -> String {
        let nanoseconds = Int64(bitPattern: time &- explanation.origin)
        let microseconds = nanoseconds.magnitude / 1_000
        let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
        return (nanoseconds < 0 ? "-" : "") + "\(microseconds / 1_000_000).\(fraction) s"
    }

    private func names(_ clients: [ClientID]) -> String {
        guard !clients.isEmpty else { return "nobody" }
        let shown = clients.prefix(Self.namesMax).map { "\($0)" }.joined(separator: ", ")
        let rest = clients.count - Self.namesMax
        return rest > 0 ? "\(shown) and \(Figures.grouped(rest)) more" : shown
    }

    // MARK: A client

    private func text(of client: ClientStory) -> [String] {
        let summary = client.summary
        var lines = [
            "client \(client.client): \(Figures.grouped(summary.delivered)) messages, "
                + "\(Figures.grouped(summary.expected)) owed, \(summary.lives) \(summary.lives == 1 ? "life" : "lives"), "
                + "\(summary.resumes) resumed"
        ]
        lines += steps(client.steps)
        if client.groups.isEmpty { lines.append("nothing went wrong at it") }
        for group in client.groups {
            lines.append(
                "\(Figures.grouped(group.count)) \(group.violation.rawValue) at \(group.place)"
                    + (group.condition.map { ", \($0)" } ?? "")
                    + " (cause \(group.cause), by \(Self.words(group.evidence))), "
                    + "\(time(group.first)) to \(time(group.last))"
            )
            if !group.messages.isEmpty { lines.append("   \(group.messages)") }
        }
        return lines
    }
}
