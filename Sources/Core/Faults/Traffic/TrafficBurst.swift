/// Messages beside those of the plan, all at once.
package struct TrafficBurst: Fault {
    package static let verb = "traffic.burst"
    package var isMomentary: Bool { true }

    package var publishers: PublisherSelection
    /// Of all these publishers together.
    package var count: Int
    /// Bytes of one payload; nil: as the publisher's others.
    package var size: Int?
    /// Nil: the publisher's own, in turn.
    package var audience: Audience?

    package init(_ publishers: PublisherSelection, count: Int, size: Int? = nil, audience: Audience? = nil) {
        self.publishers = publishers
        self.count = count
        self.size = size
        self.audience = audience
    }

    package var target: String { publishers.description }

    /// Messages of one burst, and their bytes: they wait in memory until they are answered.
    package static let countMax = 50_000
    package static let bytesMax = 256 << 20
}

extension TrafficBurst: ReadableFault {
    static let keys = ["publisher", "count", "size", "to"]
    static let required = ["count"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let size = mapping.size("size", in: MessagePayload.smallestSize...MessagePayload.largestSize)
        let audience = mapping.audience("to")
        let count = mapping.count("count", in: 1...Self.countMax)
        guard let publishers = mapping.publisherSelection(), let count else { return nil }
        self.init(publishers, count: count, size: size, audience: audience)
    }

    var addedMessages: Int { count }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkPublishers(publishers, path)
        if let size {
            validation.checkSize(size, "\(path).size")
            if size * count > Self.bytesMax {
                validation.report(
                    "\(path).count",
                    "\(path): \(count) messages of \(ScenarioQuantity.size(size)) at once are too much to hold",
                    expected: "at most \(ScenarioQuantity.size(Self.bytesMax)) in all"
                )
            }
        }
        if let audience {
            validation.checkAudience(audience, "\(path).to")
            validation.checkApplication(of: audience, publishers, path)
        }
    }
}
