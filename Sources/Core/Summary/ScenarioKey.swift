/// What the runs of one scenario have in common.
package struct ScenarioKey: Hashable, Sendable {
    /// Of the scenario file.
    package var path: String
    package var scenario: String
    package var variant: String?
    package var backplane: BackplaneKind

    package init(path: String, scenario: String, variant: String?, backplane: BackplaneKind) {
        self.path = path
        self.scenario = scenario
        self.variant = variant
        self.backplane = backplane
    }
}

extension SummarisedRun {
    /// The runs to which it belongs.
    package var key: ScenarioKey {
        ScenarioKey(path: path, scenario: scenario, variant: variant, backplane: backplane)
    }
}

extension ScenarioSummary {
    /// The runs that it sums up.
    package var key: ScenarioKey {
        ScenarioKey(path: path, scenario: scenario, variant: variant, backplane: backplane)
    }
}
