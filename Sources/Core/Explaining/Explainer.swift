/// Attributes every violation of a run to the hop where it came about, and groups them by it.
struct Explainer {
    private let report: Report
    private var locator: HopLocator
    private var log = CauseLog()
    private let collector: FindingCollector?
    private let text: (_ history: Int, _ number: UInt64) -> String?

    /// `text` finds the texts of records.
    init(
        report: Report,
        record: HopRecord,
        collector: FindingCollector?,
        text: @escaping (_ history: Int, _ number: UInt64) -> String?
    ) {
        self.report = report
        self.collector = collector
        self.text = text
        locator = HopLocator(
            record: record,
            manifest: report.manifest,
            store: report.store,
            table: report.table,
            windows: report.windows,
            calendar: FaultCalendar(report.windows)
        )
    }

    /// The first time that the findings are gone through: of how many clients of a node there is one is evidence too.
    mutating func count(_ violation: ViolationClass, _ entry: FindingLog.Entry) {
        let found = locator.open(violation, entry)
        if let row = found.row { locator.record.count(violation, row, at: found.node) }
    }

    /// The second time: each finds its place.
    mutating func take(_ violation: ViolationClass, _ entry: FindingLog.Entry) {
        let found = locator.open(violation, entry)
        var place = locator.place(of: found)
        if violation == .toldGap {
            place.condition = entry.sample.flatMap { text($0.history, $0.text) }.flatMap(HopCondition.init(told:))
        }
        let fault = locator.fault(of: found, at: place)
        let key = CauseLog.key(violation, place, fault, isExcused: entry.isExcused)
        log.add(key, entry, row: found.row, fault: fault)
        let client = report.manifest.clients[entry.client].client
        guard let collector, collector.isWanted(entry, by: client) else { return }
        collector.add(report.finding(violation, entry, text), at: place, words: place.words(client: client), key: key)
    }

    /// What breaks the contract first, then by count.
    func causes() -> [Cause] {
        let expectation = report.manifest.expectation
        let sorted = log.groups.map { ($0, expectation.forbids($0.key.violation) && !$0.key.isExcused) }.sorted {
            left,
            right in
            if left.1 != right.1 { return left.1 }
            if left.0.count != right.0.count { return left.0.count > right.0.count }
            return left.0.key.rank.lexicographicallyPrecedes(right.0.key.rank)
        }
        let numbers = sorted.enumerated().map { ($1.0.key, $0 + 1) }
        collector?.number(Dictionary(uniqueKeysWithValues: numbers))
        return sorted.enumerated().map { number, group in
            cause(group.0, number: number + 1, breaksContract: group.1)
        }
    }

    private func cause(_ group: CauseLog.Group, number: Int, breaksContract: Bool) -> Cause {
        let violation = group.key.violation
        let place = group.key.place
        let faults = group.faults.sorted {
            ($1.value, $0.key.number, $0.key.repetition) < ($0.value, $1.key.number, $1.key.repetition)
        }
        let words = CauseText(
            group: group,
            client: group.onlyClient.map { report.manifest.clients[$0].client },
            faults: faults
        )
        return Cause(
            number: number,
            violation: violation,
            count: group.count,
            breaksContract: breaksContract,
            clients: group.clientCount,
            messages: group.messageCount,
            hop: place.hop,
            place: place.words(client: group.onlyClient.map { report.manifest.clients[$0].client }),
            node: place.node > 0 ? NodeID(place.node) : nil,
            condition: place.condition?.text,
            evidence: place.evidence,
            faults: faults.map(\.key),
            first: report.finding(violation, group.first, text),
            last: report.finding(violation, group.last, text),
            sentence: words.sentence,
            signature: words.signature
        )
    }
}

extension CauseLog.Key {
    /// A total order that does not depend on the order of the files.
    fileprivate var rank: [String] {
        [
            violation.rawValue, place.hop.rawValue, String(place.node), place.condition?.rawValue ?? "",
            place.evidence.rawValue, String(fault), String(isExcused),
        ]
    }
}
