import Core
import Orchestrator

/// Unfolds a command line into the runs it asks for: every file, variant and repetition.
struct RunRequests {
    let command: RunCommand

    init(_ command: RunCommand) {
        self.command = command
    }

    func all() throws -> [RunRequest] {
        let set = try ScenarioSet.read(command.paths)
        let executable = ProgramPath.current
        var requests: [RunRequest] = []
        for entry in set.entries {
            for variant in try entry.variants(named: command.variant) {
                let scenario = try entry.file.scenario(variant: variant, backplane: command.backplane)
                let first = request(scenario, variant, entry, executable)
                requests += (1...command.repetitions).map { number in
                    var request = first
                    request.seed = seed(of: scenario)
                    request.repetition = command.repetitions > 1 ? number : nil
                    return request
                }
            }
        }
        return requests
    }

    private func request(
        _ scenario: Scenario,
        _ variant: String?,
        _ entry: ScenarioSet.Entry,
        _ executable: String
    ) -> RunRequest {
        RunRequest(
            scenario: scenario,
            variant: variant,
            source: entry.source,
            path: entry.path,
            seed: seed(of: scenario),
            strict: command.strict,
            out: command.out,
            places: entry.file.places(variant: variant, backplane: scenario.nodes.backplane),
            executable: executable
        )
    }

    /// A new one for each run is small enough to be read aloud and typed again.
    private func seed(of scenario: Scenario) -> UInt64 {
        command.seed ?? scenario.seed ?? UInt64.random(in: 1...999_999)
    }
}

extension ScenarioSet.Entry {
    /// The variants to run: nil stands for the file as it is.
    func variants(named name: String?) throws -> [String?] {
        guard let name else { return [nil] + file.variants.map(Optional.some) }
        if name == "base" { return [nil] }
        guard file.variants.contains(name) else {
            let known = (["base"] + file.variants).joined(separator: ", ")
            throw HarnessError(.usage, "\(path) has no variant '\(name)'", remedy: "it has: \(known)")
        }
        return [name]
    }
}
