/// Judges a run: from its manifest and its histories to a verdict. Pure and linear; docs/checker.md defines every word.
///
/// It reads every history twice, first publishes and faults, then everything else, and holds one bit per message and
/// client besides 36 bytes per message. `order: causal` takes one more reading.
package enum Checker {
    /// `sources` are the histories that are there; those the manifest names and that are not among them are missing.
    /// `strict` judges by the contract alone, whatever the scenario is there to reproduce. `grid` gets every finding,
    /// and `collector` those of one client or message, with the places where they came about. `rules`
    /// are all of them but in the test that shows that each is needed, and `orderRoom` is as much as there is.
    package static func check(
        _ manifest: RunManifest,
        _ sources: [any HistorySource],
        strict: Bool = false,
        grid: FindingGrid? = nil,
        collector: FindingCollector? = nil,
        rules: CheckerRules = .all,
        orderRoom: Int? = nil
    ) -> Verdict {
        var guards = GuardLog(rules: rules)
        var histories = Histories(manifest: manifest, sources: sources)
        let (publishes, conditions) = readPublishes(manifest, &histories)
        var table = StreamTable(store: publishes.store, audiences: manifest.audiences.count)
        table.setAttempts(publishes.attempts)
        let clocks = Set(zip(conditions, histories.believed).compactMap { $1 ? $0.header?.clockDomain : nil })
        let windows = publishes.faults.windows(text: histories.text)
        let contracts = ContractWindows(
            manifest.expectation,
            windows,
            isComparable: clocks.count <= 1,
            isWhole: histories.knowsFaults,
            rules: rules
        )
        let reading = DeliveryReading(
            manifest: manifest,
            histories: histories,
            publishes: publishes,
            table: table,
            contracts: contracts,
            isComparable: clocks.count <= 1 && publishes.isOrdered,
            isComplete: histories.believed.allSatisfy { $0 },
            rules: rules,
            orderRoom: orderRoom
        )
        grid?.start(at: publishes.trafficBegan ?? publishes.firstInvocation ?? 0)
        let deliveries = reading.read(grid: grid)

        histories.check(conditions, into: &guards)
        if clocks.count > 1 {
            guards.add(.clocksDiffer, "histories", reason: "histories were stamped by \(clocks.count) different clocks")
        }
        for trouble in [publishes.trouble, deliveries.trouble] {
            guard let first = trouble.first else { continue }
            guards.add(.recordInconsistent, first, reason: "\(trouble.count) records contradict the run: \(first)")
        }
        let witnesses = WitnessPass.summaries(histories, conditions, of: manifest, into: &guards)
        FaultLog.check(windows, of: manifest, into: &guards)
        let refusals = publishes.refusals.words(of: manifest.backplane, text: histories.text)
        Vacuity(manifest: manifest, store: publishes.store, table: table, contracts: contracts, refusals: refusals)
            .check(deliveries, into: &guards)
        let measured = Measured(manifest, publishes, deliveries, witnesses: witnesses)
        measured.check(into: &guards)
        let report = Report(manifest: manifest, store: publishes.store, table: table, windows: windows)
        var verdict = report.verdict(
            deliveries,
            measured: measured,
            guards: guards.findings,
            histories: histories.summaries(conditions),
            origin: publishes.trafficBegan ?? publishes.firstInvocation ?? 0,
            text: histories.text
        )
        verdict.causes = Explanation(report: report, histories: histories, conditions: conditions, collector: collector)
            .causes(of: verdict.classes) { _ = reading.read(observer: $0) }
        verdict.witnesses = witnesses
        verdict.judge(by: manifest.expectation, strict: strict, rules: rules)
        return verdict
    }

    /// The first reading. That a file is damaged shows at its end, so then all is read once more, without it.
    private static func readPublishes(
        _ manifest: RunManifest,
        _ histories: inout Histories
    ) -> (PublishPass, [HistoryCondition]) {
        var publishes = PublishPass(manifest: manifest)
        let conditions = histories.read { publishes.take($0, history: $1) }
        histories.believe(conditions)
        if histories.believed.contains(false) {
            publishes = PublishPass(manifest: manifest)
            _ = histories.read { publishes.take($0, history: $1) }
        }
        publishes.finish()
        return (publishes, conditions)
    }
}
