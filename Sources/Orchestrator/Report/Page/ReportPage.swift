import Core

/// What the template of the report shows; every text is plain and is escaped there, and every `…Markup` is finished.
struct ReportPage {
    /// A name and a value.
    struct Fact {
        let name: String
        let value: String
        /// `bad`, `good` or empty.
        let tone: String
    }

    struct Figure {
        let figureID: String
        let figureMarkup: String
        let figureCaption: String
        let figureTables: [ReportTable]
        /// Of a figure that is one of several.
        var figureTitle = ""
    }

    struct StoryBlock {
        struct Step {
            let stepTime: String
            let stepText: String
            let stepTone: String
        }

        let storyID: String
        let storyTitle: String
        let storyTone: String
        let storyFacts: [Fact]
        let storyFigures: [Figure]
        let storySteps: [Step]
        let storyExamples: [String]
    }

    /// A link of the table of contents.
    struct Link {
        let anchor: String
        let label: String
    }

    let title: String
    let word: String
    /// `good`, `bad`, `warn`.
    let tone: String
    let symbol: String
    let headline: String
    let about: String
    let reasons: [String]
    let keyFigures: [Fact]
    let expectations: [ReportTable]
    let links: [Link]
    let stories: [StoryBlock]
    /// One entry where the run has no violations to explain.
    let noStories: [String]
    /// Nothing or one.
    let moreStories: [String]
    let timeline: [Figure]
    let heatMaps: [Figure]
    let tables: [ReportTable]
    /// Nothing or one: the clients, folded.
    let clientTables: [ReportTable]
    let clientSummary: String
    let clientNote: [String]
    let command: String
    let repeatFacts: [Fact]
    let style: String
    let script: String

    init(_ input: ReportInput) {
        let run = input.run
        let origin = run.verdict?.origin ?? 0
        title = run.title
        word = run.word
        (tone, symbol) = Self.tone(of: run)
        headline = Self.headline(of: run)
        about = Self.about(run)
        reasons = run.explanations.map(Self.safe)
        keyFigures = Self.keyFigures(run)
        expectations = ExpectationRows(run: run, manifest: input.manifest).table.map { [$0] } ?? []
        stories = StoryBlocks(input).blocks
        noStories = stories.isEmpty ? [Self.silence(run)] : []
        let untold = ReportInput.stories(of: run.verdict).count - stories.count
        moreStories =
            untold > 0
            ? ["And \(Figures.grouped(untold)) more causes: 'rollcall explain' and verdict.json have all."] : []
        timeline = Self.timeline(input, origin: origin)
        heatMaps = Self.heatMaps(input, origin: origin)
        let tables = DetailTables(input)
        self.tables = tables.all
        clientTables = tables.clients.map { [$0] } ?? []
        clientSummary = tables.clientSummary
        clientNote = tables.clientNote.map { [$0] } ?? []
        command = run.again
        repeatFacts = Self.repeatFacts(run)
        style = ReportTemplates.style
        script = ReportTemplates.script
        links =
            [Link(anchor: "verdict", label: "Verdict"), Link(anchor: "causes", label: "Causes")]
            + (timeline.isEmpty ? [] : [Link(anchor: "timeline", label: "Timeline")])
            + (heatMaps.isEmpty ? [] : [Link(anchor: "clients-by-time", label: "Clients by time")])
            + [Link(anchor: "tables", label: "Tables"), Link(anchor: "repeat", label: "Repeat")]
    }

    /// Texts that come from servers and files may quote an address with a password.
    static func safe(_ text: String) -> String {
        String(decoding: SecretMask.masked(source: Array(text.utf8)), as: UTF8.self)
    }

    private static func tone(of run: RunReport) -> (String, String) {
        switch run.exitCode {
        case .held: ("good", "\u{2713}")
        case .violated: ("bad", "\u{2715}")
        default: ("warn", "?")
        }
    }

    private static func headline(of run: RunReport) -> String {
        switch run.exitCode {
        case .held where run.verdict?.judgedByReproduction == true: "The known defect showed, and nothing else."
        case .held: "Every contract held."
        case .violated where run.verdict?.judgedByReproduction == true && run.verdict?.raw != .violated:
            "The defect that this scenario is there to show did not show."
        case .violated: "The contract was broken."
        case .inconclusive: "Nothing can be said for certain."
        case .systemFailed: "A process under test failed by itself."
        case .interrupted: "The run was interrupted."
        case .environment: "The machine failed the run."
        case .unavailable: "A program that the run needs is missing."
        case .bug: "Rollcall itself failed; please report it."
        case .usage, .scenario: "The run was refused."
        }
    }

    private static func about(_ run: RunReport) -> String {
        var parts = ["backplane \(run.backplane.rawValue)", "seed \(run.seed)"]
        if run.strict { parts.append("strict") }
        parts.append(Figures.seconds(run.seconds))
        return parts.joined(separator: " \u{B7} ")
    }

    private static func keyFigures(_ run: RunReport) -> [Fact] {
        guard let verdict = run.verdict else { return [] }
        let publishes = verdict.publishes
        let lost = verdict[.lost].count
        let doubled = verdict[.duplicated].count
        let owed = verdict.deliveries.expected
        return [
            Fact(
                name: "acknowledged",
                value: "\(Figures.grouped(publishes.ok)) of \(Figures.grouped(publishes.messages))",
                tone: ""
            ),
            Fact(name: "delivered", value: Figures.grouped(verdict.deliveries.delivered), tone: ""),
            Fact(name: "owed", value: Figures.grouped(owed), tone: ""),
            Fact(name: "lost", value: Figures.grouped(lost), tone: lost > 0 ? "bad" : ""),
            Fact(name: "duplicated", value: Figures.grouped(doubled), tone: doubled > 0 ? "bad" : ""),
            Fact(name: "latency p99", value: TimeSpan.duration(verdict.latency.p99), tone: ""),
        ]
    }

    private static func silence(_ run: RunReport) -> String {
        guard let verdict = run.verdict else { return "The run ended before there was anything to judge." }
        guard verdict.guards.isEmpty, run.exitCode == .held else {
            return "No violation was found; what could not be judged is listed under guards and reasons."
        }
        return "No violation was found."
    }

    private static func repeatFacts(_ run: RunReport) -> [Fact] {
        [
            Fact(name: "seed", value: "\(run.seed)", tone: ""),
            Fact(name: "scenario", value: run.path, tone: ""),
            Fact(name: "variant", value: run.variant ?? "base", tone: ""),
            Fact(name: "run folder", value: run.folder, tone: ""),
            Fact(name: "exit code", value: "\(run.exitCode.rawValue)", tone: ""),
        ]
    }
}
