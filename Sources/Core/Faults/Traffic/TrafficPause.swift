/// Publishers publish nothing new.
package struct TrafficPause: Fault {
    package static let verb = "traffic.pause"

    package var publishers: PublisherSelection
    /// Nil: until ``TrafficResume``.
    package var milliseconds: Int?

    package init(_ publishers: PublisherSelection, milliseconds: Int?) {
        self.publishers = publishers
        self.milliseconds = milliseconds
    }

    package var target: String { publishers.description }
    package var holds: [String] { [mark] }
    package var lastsMilliseconds: Int? { milliseconds }
    /// What is left open, in the words by which ``TrafficResume`` finds it.
    package var mark: String { Self.mark(publishers) }

    package static func mark(_ publishers: PublisherSelection) -> String { "pause of \(publishers)" }
}

extension TrafficPause: ReadableFault {
    static let keys = ["publisher", "for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let milliseconds = mapping.duration("for", in: 1...ScenarioReader.longest)
        guard let publishers = mapping.publisherSelection() else { return nil }
        self.init(publishers, milliseconds: milliseconds)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkPublishers(publishers, path)
        let isResumed = validation.has(TrafficResume.self) { $0.publishers == publishers }
        if milliseconds == nil, !isResumed {
            validation.report(
                "\(path).do",
                "\(path): traffic would never end",
                remedy: "add `for: 1s`, or a `traffic.resume` of the same publishers"
            )
        }
    }
}
