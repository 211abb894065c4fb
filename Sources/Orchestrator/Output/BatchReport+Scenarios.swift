import Core

extension RunReport {
    /// The runs to which it belongs.
    var key: ScenarioKey { ScenarioKey(path: path, scenario: scenario, variant: variant, backplane: backplane) }
}

extension BatchReport {
    /// All runs, by scenario.
    var runsByScenario: [ScenarioKey: [RunReport]] { Dictionary(grouping: runs, by: \.key) }
}
