import Core
import Orchestrator

/// Unfolds a command line into the runs it asks for: every file, variant, backplane and repetition.
struct RunRequests {
    var strict: Bool
    /// Nil: the scenario's own, or a new one.
    var seed: UInt64?
    var repetitions: Int
    var out: String

    private let executable = ProgramPath.current

    init(strict: Bool, seed: UInt64?, repetitions: Int, out: String) {
        (self.strict, self.seed, self.repetitions, self.out) = (strict, seed, repetitions, out)
    }

    /// Every file and variant, on one backplane.
    func all(_ paths: [String], variant: String?, on backplane: BackplaneKind?) throws -> [RunRequest] {
        var requests: [RunRequest] = []
        for entry in try ScenarioSet.read(paths).entries {
            for variant in try entry.variants(named: variant) {
                let scenario = try entry.file.scenario(variant: variant, backplane: backplane)
                requests += repeated(scenario, variant, entry)
            }
        }
        return requests
    }

    /// Every file and variant on each of several backplanes. A file that is right and does not go with one of them has a place
    /// in the matrix, and no run.
    ///
    /// - Throws: ``HarnessError`` with 65 where none goes with any.
    func matrix(
        _ paths: [String],
        variant: String?,
        on backplanes: [BackplaneKind]
    ) throws -> (places: [BackplaneMatrix.Place], requests: [RunRequest]) {
        var places: [BackplaneMatrix.Place] = []
        var requests: [RunRequest] = []
        for entry in try ScenarioSet.read(paths).entries {
            for variant in try entry.variants(named: variant) {
                for backplane in backplanes {
                    let key = ScenarioKey(
                        path: entry.path,
                        scenario: entry.file.name,
                        variant: variant,
                        backplane: backplane
                    )
                    do {
                        let scenario = try entry.file.scenario(variant: variant, backplane: backplane)
                        places.append(.init(key, contract: scenario.expect.contract))
                        requests += repeated(scenario, variant, entry)
                    } catch {
                        places.append(.init(key, contract: nil, refusal: error.all.first?.problem ?? "\(error)"))
                    }
                }
            }
        }
        guard !requests.isEmpty else {
            let names = backplanes.map(\.rawValue).joined(separator: ", ")
            let why = places.first?.refusal.map { ": \($0)" } ?? ""
            throw HarnessError(.scenario, "no scenario goes with any of the backplanes \(names)\(why)")
        }
        return (places, requests)
    }

    private func repeated(_ scenario: Scenario, _ variant: String?, _ entry: ScenarioSet.Entry) -> [RunRequest] {
        let first = request(scenario, variant, entry)
        return (1...repetitions).map { number in
            var request = first
            request.seed = seed(of: scenario)
            request.repetition = repetitions > 1 ? number : nil
            return request
        }
    }

    private func request(_ scenario: Scenario, _ variant: String?, _ entry: ScenarioSet.Entry) -> RunRequest {
        RunRequest(
            scenario: scenario,
            variant: variant,
            source: entry.source,
            path: entry.path,
            seed: seed(of: scenario),
            strict: strict,
            out: out,
            places: entry.file.places(variant: variant, backplane: scenario.nodes.backplane),
            executable: executable
        )
    }

    /// A new one for each run is small enough to be read aloud and typed again.
    private func seed(of scenario: Scenario) -> UInt64 {
        seed ?? scenario.seed ?? UInt64.random(in: 1...999_999)
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
