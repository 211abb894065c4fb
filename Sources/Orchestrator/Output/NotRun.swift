package import Core

/// A run that was asked for and not made.
package struct NotRun: Codable, Hashable, Sendable {
    package var scenario: String
    package var variant: String?
    /// Of the scenario file.
    package var path: String
    package var backplane: BackplaneKind
    package var repetition: Int?

    init(_ request: RunRequest) {
        scenario = request.scenario.name
        variant = request.variant
        path = request.path
        backplane = request.scenario.nodes.backplane
        repetition = request.repetition
    }

    /// `redis-restart [five-times] on signalr, run 3`
    package var label: String {
        RunTitle.of(scenario, variant: variant, backplane: backplane, repetition: repetition)
    }
}
