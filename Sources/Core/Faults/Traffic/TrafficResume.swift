/// Publishers that a ``TrafficPause`` without a time holds go on.
package struct TrafficResume: Fault {
    package static let verb = "traffic.resume"

    package var publishers: PublisherSelection

    package init(_ publishers: PublisherSelection) {
        self.publishers = publishers
    }

    package var target: String { publishers.description }
}

extension TrafficResume: ReadableFault {
    static let keys = ["publisher"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let publishers = mapping.publisherSelection() else { return nil }
        self.init(publishers)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkPublishers(publishers, path)
        // That there is any is looked at elsewhere.
        let paused = validation.scenario.faults.compactMap { $0.fault.value as? TrafficPause }
            .filter { $0.milliseconds == nil }
        if !paused.isEmpty, !paused.contains(where: { $0.publishers == publishers }) {
            validation.report("\(path).do", "\(path): no `traffic.pause` without `for` pauses \(publishers)")
        }
    }
}
