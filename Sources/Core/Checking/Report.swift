/// Puts a verdict together from what the passes found.
struct Report {
    let manifest: RunManifest
    let store: MessageStore
    let table: StreamTable
    let windows: [FaultWindow]

    /// Without an outcome: inconclusive until it is judged, when its causes are known.
    func verdict(
        _ deliveries: borrowing DeliveryPass,
        measured: Measured,
        guards: [GuardFinding],
        histories: [HistorySummary],
        origin: UInt64,
        text: (_ history: Int, _ number: UInt64) -> String?
    ) -> Verdict {
        let classes = ViolationClass.allCases.map { violation in
            report(violation, deliveries.findings.log(of: violation), text)
        }
        return Verdict(
            run: manifest.run,
            seed: manifest.seed,
            scenario: manifest.scenario,
            backplane: manifest.backplane,
            raw: .inconclusive,
            outcome: .inconclusive,
            judgedByReproduction: false,
            exitCode: .inconclusive,
            reasons: [],
            classes: classes,
            publishes: table.publishes,
            deliveries: deliveries.counts,
            latency: deliveries.meters.latency.all.summary,
            clients: deliveries.clients.map(\.summary),
            faults: windows,
            guards: guards,
            histories: histories,
            origin: origin,
            bounds: measured.bounds.map(\.finding),
            recoveries: measured.recoveries,
            nodes: measured.nodes,
            measures: measured.measures,
            resources: manifest.resources ?? [],
            weakened: manifest.expectation.weakened
        )
    }

    private func report(
        _ violation: ViolationClass,
        _ log: FindingLog.ClassLog,
        _ text: (_ history: Int, _ number: UInt64) -> String?
    ) -> ClassReport {
        let examples = log.earliest.map { finding(violation, $0, text) }
        return ClassReport(
            violation: violation,
            count: log.count,
            excused: log.excused,
            breaksContract: manifest.expectation.forbids(violation) && (log.count == 0 || log.count > log.excused),
            first: examples.first,
            worst: log.worst.map { finding(violation, $0, text) },
            examples: examples
        )
    }

    /// Steps of a contradiction that are shown.
    private static let stepsMax = 8

    /// A finding with everything that is known about it.
    func finding(
        _ violation: ViolationClass,
        _ entry: FindingLog.Entry,
        _ text: (_ history: Int, _ number: UInt64) -> String?
    ) -> Finding {
        let found = store.find(Int(entry.publisher) - 1, entry.sequence)?.pointee
        let message = found.flatMap { $0.state == .absent ? nil : $0 }
        return Finding(
            violation: violation,
            client: manifest.clients[entry.client].client,
            publisher: entry.publisher > 0 ? PublisherID(entry.publisher) : nil,
            sequence: entry.sequence > 0 ? entry.sequence : nil,
            audience: message.map { manifest.audiences[table.streams[Int($0.stream)].audience] },
            time: entry.time,
            invokedAt: message?.invokedAt,
            acknowledgedAt: message.flatMap { $0.endedAt == .max ? nil : $0.endedAt },
            provenAt: entry.provenAt,
            life: entry.life,
            lifeBegan: entry.lifeBegan,
            node: entry.node > 0 ? NodeID(entry.node) : nil,
            fault: FaultLog.fault(at: entry.time, in: windows),
            magnitude: entry.magnitude,
            isExcused: entry.isExcused ? true : nil,
            other: entry.other.map { MessageReference(publisher: PublisherID($0.publisher), sequence: $0.sequence) },
            cycle: entry.cycle.map { Array($0.prefix(Self.stepsMax)) },
            sample: entry.sample.flatMap { text($0.history, $0.text) }
        )
    }
}
