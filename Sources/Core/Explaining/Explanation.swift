/// The last step of a check: where every violation came about. It costs nothing where there is none.
struct Explanation {
    let report: Report
    let histories: Histories
    let conditions: [HistoryCondition]
    let collector: FindingCollector?

    /// `replay` goes through all findings once more; it is called twice.
    func causes(
        of classes: [ClassReport],
        replay: (_ observer: @escaping (ViolationClass, FindingLog.Entry) -> Void) -> Void
    ) -> [Cause] {
        guard classes.contains(where: { $0.count > 0 }) else { return [] }
        let clocks = Set(zip(conditions, histories.believed).compactMap { $1 ? $0.header?.clockDomain : nil })
        var record = HopRecord(manifest: report.manifest, store: report.store, isComparable: clocks.count <= 1)
        record.read(histories, conditions)
        let explainer = Box(
            Explainer(report: report, record: consume record, collector: collector, text: histories.text)
        )
        replay { explainer.value.count($0, $1) }
        replay { explainer.value.take($0, $1) }
        return explainer.value.causes()
    }

    /// What two closures change.
    private final class Box {
        var value: Explainer

        init(_ value: consuming Explainer) {
            self.value = value
        }
    }
}
