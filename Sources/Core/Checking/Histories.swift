/// The histories of a run, in the order of its manifest.
struct Histories {
    private let manifest: RunManifest
    /// Nil where it is missing.
    private let sources: [(any HistorySource)?]

    init(manifest: RunManifest, sources: [any HistorySource]) {
        self.manifest = manifest
        self.sources = manifest.histories.map { name in sources.first { $0.name == name } }
    }

    /// Reads them one after the other. Of a history that is not of this run nothing is handed on.
    func read(_ body: (UnsafeRawBufferPointer, _ history: Int) -> Void) -> [HistoryCondition] {
        sources.indices.map { history in read(history) { body($0, history) } }
    }

    /// As the manifest has it.
    func name(_ history: Int) -> String { manifest.histories[history] }

    /// Reads one.
    func read(_ history: Int, _ body: (UnsafeRawBufferPointer) -> Void) -> HistoryCondition {
        guard let source = sources[history] else {
            return HistoryCondition(header: nil, records: 0, ending: .missing)
        }
        return source.read(of: manifest.run, body)
    }

    /// A text that a record of one of them refers to.
    func text(_ history: Int, _ number: UInt64) -> String? {
        sources[history]?.strings()[number: number]
    }

    func check(_ conditions: [HistoryCondition], into guards: inout GuardLog) {
        if conditions.isEmpty {
            guards.add(.historyIncomplete, "histories", reason: "the run has no histories")
        }
        for (name, condition) in zip(manifest.histories, conditions) {
            guard !condition.ending.isComplete else { continue }
            guards.add(.historyIncomplete, name, reason: "history \(name) is \(condition.ending)")
        }
        Self.checkIdentity(manifest.histories, conditions, into: &guards)
    }

    func summaries(_ conditions: [HistoryCondition]) -> [HistorySummary] {
        zip(manifest.histories, conditions).map { name, condition in
            HistorySummary(
                name: name,
                role: condition.header?.role,
                process: condition.header?.process,
                records: condition.records,
                ending: condition.ending.description,
                complete: condition.ending.isComplete
            )
        }
    }
}
