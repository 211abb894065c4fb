/// One cause over several runs.
package struct CauseSummary: Codable, Hashable, Sendable {
    /// A run in which it showed, to look at.
    package struct Example: Codable, Hashable, Sendable {
        package var seed: UInt64
        /// The run folder; empty when there is none.
        package var folder: String
    }

    package var signature: String
    /// Nil for what is no violation.
    package var violation: ViolationClass?
    /// Of the example.
    package var sentence: String
    /// In some run it is why that run is not as it should be.
    package var isFault: Bool
    /// Violations in all runs together.
    package var count: Int
    /// In so many runs it showed, of so many.
    package var runs: Int
    package var of: Int
    /// The first run in which it showed; one that is not as it should be, where there is such a one.
    package var example: Example
    /// In which scenarios, as titles.
    package var scenarios: [String]
}

extension CauseSummary {
    /// The causes of some runs: those that make runs fail first, then by the number of runs, then as they were met.
    static func of(_ runs: [SummarisedRun]) -> [CauseSummary] {
        var order: [String] = []
        var found: [String: CauseSummary] = [:]
        for run in runs {
            var inThisRun: Set<String> = []
            for cause in run.causes {
                let isNewHere = inThisRun.insert(cause.signature).inserted
                guard var entry = found[cause.signature] else {
                    order.append(cause.signature)
                    found[cause.signature] = CauseSummary(cause, in: run, of: runs.count)
                    continue
                }
                entry.count += cause.count
                if isNewHere { entry.runs += 1 }
                if cause.isFault && !entry.isFault { entry.show(cause, in: run) }
                if !entry.scenarios.contains(run.title) { entry.scenarios.append(run.title) }
                found[cause.signature] = entry
            }
        }
        let causes = order.compactMap { found[$0] }
        return causes.enumerated().sorted { left, right in
            if left.element.isFault != right.element.isFault { return left.element.isFault }
            if left.element.runs != right.element.runs { return left.element.runs > right.element.runs }
            return left.offset < right.offset
        }.map(\.element)
    }

    private init(_ cause: RunCause, in run: SummarisedRun, of runs: Int) {
        signature = cause.signature
        violation = cause.violation
        sentence = cause.sentence
        isFault = cause.isFault
        count = cause.count
        self.runs = 1
        of = runs
        example = Example(seed: run.seed, folder: run.folder)
        scenarios = [run.title]
    }

    private mutating func show(_ cause: RunCause, in run: SummarisedRun) {
        isFault = true
        sentence = cause.sentence
        example = Example(seed: run.seed, folder: run.folder)
    }
}
