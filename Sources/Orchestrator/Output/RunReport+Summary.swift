package import Core

extension RunReport {
    /// `redis-restart [five-times] on signalr, run 3`
    package var label: String {
        RunTitle.of(scenario, variant: variant, backplane: backplane, repetition: repetition)
    }

    /// Why the run is not simply held: what the verdict says against it, and what the harness saw.
    package var causes: [RunCause] {
        var result: [RunCause] = []
        if let failure {
            let first = failure.prefix { !$0.isNewline }
            let signature = "\(outcome.rawValue): \(RunCause.signature(of: failure))"
            result.append(RunCause(signature: signature, sentence: String(first), isFault: true))
        }
        if let verdict { result += RunCause.of(verdict, reproducing: reproduces, bounds: reproducedBounds) }
        result += reasons.map { RunCause(signature: RunCause.signature(of: $0), sentence: $0, isFault: true) }
        return result
    }

    /// The run among others.
    package var summarised: SummarisedRun {
        SummarisedRun(
            scenario: scenario,
            variant: variant,
            backplane: backplane,
            path: path,
            seed: seed,
            folder: folder,
            outcome: outcome,
            reproduces: !reproduces.isEmpty || !reproducedBounds.isEmpty,
            knownAs: knownAs,
            causes: causes,
            lapses: verdict?.lapses ?? [:]
        )
    }

    /// One line: the causes that make the run what it is; of a run that could not be judged, why.
    package var headline: String {
        let faults = causes.filter(\.isFault).map { $0.sentence.prefix { !$0.isNewline } }
        guard let first = faults.first else { return word }
        return faults.count > 1 ? "\(first); and \(faults.count - 1) more" : String(first)
    }

    /// What the run did not live up to, with the places of the scenario file.
    package func shortfalls(in places: ScenarioPlaces) -> [Shortfall] {
        guard !outcome.isGood else { return [] }
        let place = places.place(of: "scenario")
        let failures = (failure.map { [$0] } ?? []).map { Shortfall("scenario", at: place, .error, $0) }
        let doubts = reasons.map { Shortfall("scenario", at: place, .warning, $0) }
        return failures
            + (verdict.map { Shortfall.of($0, reproducing: reproduces, bounds: reproducedBounds, in: places) } ?? [])
            + doubts
    }

    /// The command that makes the same choices again, as it can be pasted into a shell.
    package var again: String {
        var words = ["rollcall run", ShellWord.quoted(path), "--seed \(seed)", "--backplane \(backplane.rawValue)"]
        words.append("--variant \(variant ?? "base")")
        if strict { words.append("--strict") }
        return words.joined(separator: " ")
    }
}
