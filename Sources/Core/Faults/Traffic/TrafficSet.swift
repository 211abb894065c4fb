/// Publishers publish at another rate, or in another size.
package struct TrafficSet: Fault {
    package static let verb = "traffic.set"

    package var publishers: PublisherSelection
    /// Of all these publishers together.
    package var ratePerSecond: Double?
    /// Bytes of one payload.
    package var size: Int?
    /// Nil: to the end of traffic.
    package var milliseconds: Int?

    package init(_ publishers: PublisherSelection, ratePerSecond: Double?, size: Int?, milliseconds: Int?) {
        self.publishers = publishers
        self.ratePerSecond = ratePerSecond
        self.size = size
        self.milliseconds = milliseconds
    }

    package var target: String { publishers.description }
    package var holds: [String] { ["pace of \(publishers)"] }
    package var lastsMilliseconds: Int? { milliseconds }
}

extension TrafficSet: ReadableFault {
    static let keys = ["publisher", "rate", "size", "for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let rate = mapping.rate("rate")
        let size = mapping.size("size", in: MessagePayload.smallestSize...MessagePayload.largestSize)
        let milliseconds = mapping.duration("for", in: 1...ScenarioReader.longest)
        if !mapping.has("rate"), !mapping.has("size") {
            mapping.report(mapping.place, "", "\(mapping.path) sets nothing", expected: "`rate`, `size` or both")
        }
        guard let publishers = mapping.publisherSelection() else { return nil }
        self.init(publishers, ratePerSecond: rate, size: size, milliseconds: milliseconds)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkPublishers(publishers, path)
        if let size { validation.checkSize(size, "\(path).size") }
    }
}
