import Stream

/// Runs schedules that are drawn from seeds. The same settings and the same seed give the same schedule everywhere.
package struct Search: Sendable {
    package let settings: ModelSettings
    /// Steps that happen in one schedule.
    package let stepsMax: Int
    /// Where every schedule begins: all is well, everybody is connected.
    private let start: World

    package init(_ settings: ModelSettings, stepsMax: Int = 160) {
        self.settings = settings
        self.stepsMax = stepsMax
        start = World.warm(settings)
    }

    /// What a schedule came to.
    package struct Failure: Hashable, Sendable {
        package var seed: UInt64
        package var violation: Violation
        package var steps: [Step]
        /// Everything was made whole behind the steps.
        package var healed: Bool
    }

    /// Runs the schedule of one seed; nil when all invariants held.
    package func run(seed: UInt64, coverage: inout Coverage) -> Failure? {
        var world = start
        world.coverage = Coverage()
        var chooser = StepChooser(seed: seed, settings: settings)
        var happened = 0
        var attempts = 0
        while happened < stepsMax, attempts < stepsMax * 4, world.violation == nil {
            attempts += 1
            if world.apply(chooser.next()) { happened += 1 }
        }
        world.coverage.steps = happened
        world.coverage.schedules = 1
        let heals = world.violation == nil && Self.heals(seed)
        coverage = coverage + world.coverage
        if heals { world.heal() }
        guard let violation = world.violation else { return nil }
        return Failure(seed: seed, violation: violation, steps: steps(seed: seed), healed: heals)
    }

    /// Making all whole costs as much as the schedule: a part of them will do.
    private static func heals(_ seed: UInt64) -> Bool { seed & 3 == 0 }

    /// The steps that happened.
    private func steps(seed: UInt64) -> [Step] {
        var world = start
        var chooser = StepChooser(seed: seed, settings: settings)
        var steps: [Step] = []
        var attempts = 0
        while steps.count < stepsMax, attempts < stepsMax * 4, world.violation == nil {
            attempts += 1
            let step = chooser.next()
            if world.apply(step) { steps.append(step) }
        }
        return steps
    }

    /// Runs steps that were written down.
    package func replay(_ steps: [Step], heals: Bool = false, narrates: Bool = false) -> World {
        var world = start
        if narrates { world.narration = [] }
        for step in steps { world.apply(step) }
        if heals {
            world.narration?.append("everything is made whole")
            let narration = world.narration
            world.narration = nil
            world.heal()
            world.narration = narration
        }
        return world
    }

    /// Runs the schedules of these seeds until one fails.
    package func firstFailure(in seeds: Range<UInt64>) -> Failure? {
        var coverage = Coverage()
        for seed in seeds {
            if let failure = run(seed: seed, coverage: &coverage) { return failure }
        }
        return nil
    }
}

extension Search {
    /// Leaves out what the failure does not need: the same invariant is broken by fewer steps.
    package func shrink(_ failure: Failure) -> Failure {
        var best = failure
        var size = max(1, best.steps.count / 2)
        var isSmaller = true
        while isSmaller || size > 1 {
            isSmaller = false
            var place = 0
            while place < best.steps.count {
                var steps = best.steps
                steps.removeSubrange(place..<min(steps.count, place + size))
                if let violation = replay(steps, heals: best.healed).violation,
                    violation.invariant == failure.violation.invariant
                {
                    best.steps = steps
                    best.violation = violation
                    isSmaller = true
                } else {
                    place += size
                }
            }
            if !isSmaller { size = max(1, size / 2) }
            if size == 1, !isSmaller { break }
        }
        return best
    }

    /// The shrunk schedule in words, a line for each step.
    package func story(_ failure: Failure) -> String {
        let world = replay(failure.steps, heals: failure.healed, narrates: true)
        let lines = (world.narration ?? []).enumerated().map { "  \($0.offset + 1). \($0.element)" }
        let end = world.violation.map { "  => \($0)" } ?? "  => nothing is broken"
        return (lines + [end]).joined(separator: "\n")
    }
}
