/// The histories of a run, in the order of its manifest.
struct Histories {
    private let manifest: RunManifest
    /// Nil where it is missing.
    private let sources: [(any HistorySource)?]
    /// Which of them are whole, of this run and in their places: nothing is made of a record of any other.
    private(set) var believed: [Bool]

    private let texts = Texts()

    /// Side files that were read: a run with thousands of samples asks for each.
    private final class Texts {
        private var tables: [Int: HistoryStringTable] = [:]

        func table(_ history: Int, read: () -> HistoryStringTable) -> HistoryStringTable {
            if let known = tables[history] { return known }
            let table = read()
            tables[history] = table
            return table
        }
    }

    init(manifest: RunManifest, sources: [any HistorySource]) {
        self.manifest = manifest
        self.sources = manifest.histories.map { name in sources.first { $0.name == name } }
        believed = manifest.histories.map { _ in true }
    }

    /// Looks at all of them once, and reads no more from those that tell against themselves.
    mutating func look() -> [HistoryCondition] {
        let conditions = read { _, _ in }
        believe(conditions)
        return conditions
    }

    /// Reads no more from those that what was found of them tells against.
    mutating func believe(_ conditions: [HistoryCondition]) {
        let misplaced = Self.misplaced(manifest.histories, conditions)
        believed = conditions.indices.map { history in
            conditions[history].ending.isComplete && misplaced[history] == nil
        }
    }

    /// Every record of the orchestrator is there, so what it does not tell of faults did not happen.
    var knowsFaults: Bool {
        manifest.histories.indices.allSatisfy { history in
            believed[history]
                || HistoryNaming.owner(of: manifest.histories[history]).map { $0.role != .orchestrator } ?? false
        }
    }

    /// Reads them one after the other. Of a history that is not of this run nothing is handed on.
    func read(_ body: (UnsafeRawBufferPointer, _ history: Int) -> Void) -> [HistoryCondition] {
        sources.indices.map { history in read(history) { body($0, history) } }
    }

    /// As the manifest has it.
    func name(_ history: Int) -> String { manifest.histories[history] }

    /// Reads one that is believed.
    func read(_ history: Int, _ body: (UnsafeRawBufferPointer) -> Void) -> HistoryCondition {
        guard believed[history], let source = sources[history] else {
            return HistoryCondition(header: nil, records: 0, ending: .missing)
        }
        return source.read(of: manifest.run, body)
    }

    /// A text that a record of one of them refers to.
    func text(_ history: Int, _ number: UInt64) -> String? {
        texts.table(history) { sources[history]?.strings() ?? HistoryStringTable() }[number: number]
    }

    func check(_ conditions: [HistoryCondition], into guards: inout GuardLog) {
        if conditions.isEmpty {
            guards.add(.historyIncomplete, "histories", reason: "the run has no histories")
        }
        for (name, condition) in zip(manifest.histories, conditions) {
            guard !condition.ending.isComplete else { continue }
            guards.add(.historyIncomplete, name, reason: "history \(name) is \(condition.ending)")
        }
        for (history, reason) in Self.misplaced(manifest.histories, conditions).sorted(by: { $0.key < $1.key }) {
            guards.add(.historyIncomplete, manifest.histories[history], reason: reason)
        }
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
