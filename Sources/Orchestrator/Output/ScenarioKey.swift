import Core

/// What the runs of one scenario have in common.
struct ScenarioKey: Hashable {
    private let path: String
    private let scenario: String
    private let variant: String?
    private let backplane: BackplaneKind

    init(_ report: RunReport) {
        (path, scenario, variant, backplane) = (report.path, report.scenario, report.variant, report.backplane)
    }

    init(_ summary: ScenarioSummary) {
        (path, scenario, variant, backplane) = (summary.path, summary.scenario, summary.variant, summary.backplane)
    }
}

extension BatchReport {
    /// All runs, by scenario.
    var runsByScenario: [ScenarioKey: [RunReport]] { Dictionary(grouping: runs, by: ScenarioKey.init) }
}
