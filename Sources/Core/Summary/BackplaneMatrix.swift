/// Which scenario each backplane survives. Stored as `matrix.json` (docs/json.md).
package struct BackplaneMatrix: Codable, Hashable, Sendable {
    /// One scenario on one backplane.
    package struct Cell: Codable, Hashable, Sendable {
        package var backplane: BackplaneKind
        /// What it had to keep; nil where the scenario does not go with the backplane.
        package var contract: Contract?
        package var runs: Int
        /// Runs by outcome; those that did not happen are left out.
        package var outcomes: [RunOutcome: Int]
        /// In all runs together, what clients met that is not exactly once, allowed or not.
        package var lapses: [Lapse: Int]
        /// Every run held, and every client saw every message exactly once, also where the contract asks for less. Nil where
        /// nothing is known: not run, interrupted, inconclusive, or does not go with the backplane.
        package var survives: Bool?
        /// Why the scenario does not go with the backplane; nil where it does.
        package var refusal: String?
        /// The first cause of the first run that did not hold, else of the first with lapses.
        package var cause: String?
        /// The folder of that run, or of the first one.
        package var folder: String?
    }

    /// One scenario file or variant.
    package struct Row: Codable, Hashable, Sendable {
        package var path: String
        package var scenario: String
        package var variant: String?
        /// One for each backplane, in the order of the matrix.
        package var cells: [Cell]

        /// `redis-restart [five-times]`
        package var title: String { scenario + (variant.map { " [\($0)]" } ?? "") }
    }

    /// What there is to fill: a scenario on one backplane.
    package struct Place: Hashable, Sendable {
        package var key: ScenarioKey
        package var contract: Contract?
        package var refusal: String?

        package init(_ key: ScenarioKey, contract: Contract?, refusal: String? = nil) {
            (self.key, self.contract, self.refusal) = (key, contract, refusal)
        }
    }

    package var backplanes: [BackplaneKind]
    package var rows: [Row]

    /// - Parameters:
    ///   - places: row by row, in the order of the backplanes within each.
    ///   - runs: what came of them, so far.
    package init(_ places: [Place], runs: [SummarisedRun]) {
        let found = Dictionary(grouping: runs, by: \.key)
        backplanes = []
        rows = []
        for place in places {
            let key = place.key
            if !backplanes.contains(key.backplane) { backplanes.append(key.backplane) }
            let cell = Cell(place, runs: found[key] ?? [])
            if let last = rows.last, last.path == key.path, last.variant == key.variant {
                rows[rows.count - 1].cells.append(cell)
            } else {
                rows.append(Row(path: key.path, scenario: key.scenario, variant: key.variant, cells: [cell]))
            }
        }
    }

    /// How many scenarios a backplane survives, and of how many that is known.
    package func survived(_ backplane: BackplaneKind) -> (count: Int, of: Int) {
        let known = rows.compactMap { row in row.cells.first { $0.backplane == backplane }?.survives }
        return (known.count { $0 }, known.count)
    }
}

extension BackplaneMatrix.Cell {
    init(_ place: BackplaneMatrix.Place, runs all: [SummarisedRun]) {
        backplane = place.key.backplane
        contract = place.contract
        refusal = place.refusal
        runs = all.count
        outcomes = BatchSummary.count(all)
        lapses = all.reduce(into: [:]) { lapses, run in lapses.merge(run.lapses) { $0 + $1 } }
        survives = Self.survives(all)
        let shown = all.first { $0.outcome != .held } ?? all.first { !$0.lapses.isEmpty } ?? all.first
        cause = (shown?.causes.first { $0.isFault } ?? shown?.causes.first).flatMap { cause in
            shown?.outcome == .held && shown?.lapses.isEmpty == true ? nil : cause.sentence
        }
        folder = shown.flatMap { $0.folder.isEmpty ? nil : $0.folder }
    }

    /// What was not judged is not survived, and not failed.
    private static func survives(_ runs: [SummarisedRun]) -> Bool? {
        let failed: Set<RunOutcome> = [.violated, .reproduced, .crashed]
        if runs.contains(where: { failed.contains($0.outcome) || $0.outcome == .held && !$0.lapses.isEmpty }) {
            return false
        }
        return !runs.isEmpty && runs.allSatisfy { $0.outcome == .held } ? true : nil
    }

    /// Every run kept its contract, which allows what clients met.
    package var isAllowed: Bool { survives == false && outcomes.keys.allSatisfy { $0 == .held } }

    /// For people, few words: `held`, `violated`, `18 held, 2 violated`, `not run`, `does not apply`; with lapses that were
    /// allowed, `held (at-most-once): 400 lost`.
    package var text: String {
        guard isAllowed else { return outcomeText }
        let claim = contract.map { " (\($0.delivery.rawValue))" } ?? ""
        let counts = Lapse.allCases.compactMap { lapse in
            lapses[lapse].map { "\(Figures.grouped($0)) \(lapse.rawValue)" }
        }
        return "\(outcomeText)\(claim): \(counts.joined(separator: ", "))"
    }

    private var outcomeText: String {
        if refusal != nil { return "does not apply" }
        guard runs > 0 else { return "not run" }
        let words = RunOutcome.allCases.filter { outcomes[$0] != nil }
        if words.count == 1 { return words[0].rawValue }
        return words.map { "\(outcomes[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    }
}
