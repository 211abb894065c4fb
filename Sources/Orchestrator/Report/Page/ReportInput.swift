import Core

/// Everything that a report is made of.
struct ReportInput {
    /// With the verdict, where there is one.
    var run: RunReport
    /// Nil for a run that ended before it had one.
    var manifest: RunManifest?
    var timeline: RunTimeline?
    /// One for each of ``stories``, as far as something is on record.
    var journeys: [Journey] = []
    var grid: FindingGrid?

    /// Most diagrams that are drawn.
    static let storiesMax = 6
    /// Most causes that are told; more are counted.
    static let toldMax = 100

    /// What the causes section tells, one after the other: the causes, or where nothing was explained, the classes.
    static func stories(of verdict: Verdict?) -> [Story] {
        guard let verdict else { return [] }
        guard verdict.causes.isEmpty else { return verdict.causes.map { .cause($0) } }
        return verdict.classes.filter { $0.count > 0 }
            .sorted { ($0.breaksContract ? 0 : 1, -$0.count) < ($1.breaksContract ? 0 : 1, -$1.count) }
            .map { .violations($0) }
    }

    /// The messages whose ways are looked up for the diagrams.
    static func requests(of verdict: Verdict?) -> [Journey.Request] {
        stories(of: verdict).prefix(storiesMax).compactMap(\.first).compactMap { Journey.Request($0) }
    }
}

/// One reason for violations, or as long as no reason is known, one class of them.
enum Story {
    case cause(Cause)
    case violations(ClassReport)

    /// The finding that its diagram shows.
    var first: Finding? {
        switch self {
        case .cause(let cause): cause.first
        case .violations(let report): report.first
        }
    }

    var hop: Hop? {
        switch self {
        case .cause(let cause): cause.hop
        case .violations: nil
        }
    }
}
