package import Core

/// One run to be made: a scenario with every choice of the command line applied.
package struct RunRequest: Sendable {
    package var scenario: Scenario
    /// The name of the variant, or nil for the file as it stands.
    package var variant: String?
    /// Text of the scenario file, kept in the run folder.
    package var source: [UInt8]
    /// Path of the scenario file, for messages and for the command that repeats the run.
    package var path: String
    package var seed: UInt64
    /// Ignore `reproduces`: what breaks the contract is a violation.
    package var strict: Bool
    /// The folder under which run folders are made.
    package var out: String
    /// Which of several runs of the same it is, from 1; nil for the only one.
    package var repetition: Int?
    /// Where the parts that the run can fail stand in the scenario file.
    package var places: ScenarioPlaces
    /// The `rollcall` executable, which is also the node, the client and the guard.
    package var executable: String

    package init(
        scenario: Scenario,
        variant: String?,
        source: [UInt8],
        path: String,
        seed: UInt64,
        strict: Bool,
        out: String,
        repetition: Int? = nil,
        places: ScenarioPlaces = ScenarioPlaces(),
        executable: String
    ) {
        self.scenario = scenario
        self.variant = variant
        self.source = source
        self.path = path
        self.seed = seed
        self.strict = strict
        self.out = out
        self.repetition = repetition
        self.places = places
        self.executable = executable
    }

    /// As it stands in tables: `smoke`, `redis-restart [five-times]`.
    package var title: String { scenario.name + (variant.map { " [\($0)]" } ?? "") }
}
