/// Every byte is that much later. The order stays.
package struct LinkLatency: Fault {
    package static let verb = "link.latency"

    package var aim: LinkAim
    package var delayMilliseconds: Int
    /// Up to so much more, drawn from the seed for every piece that passes.
    package var jitterMilliseconds: Int
    package var ways: LinkWays
    /// Nil: until `link.heal`, or to the end of traffic.
    package var forMilliseconds: Int?

    package init(
        _ aim: LinkAim,
        delayMilliseconds: Int,
        jitterMilliseconds: Int = 0,
        ways: LinkWays = .both,
        forMilliseconds: Int? = nil
    ) {
        self.aim = aim
        self.delayMilliseconds = delayMilliseconds
        self.jitterMilliseconds = jitterMilliseconds
        self.ways = ways
        self.forMilliseconds = forMilliseconds
    }
}

extension LinkLatency: ReadableFault {
    static let keys = LinkAim.keys + ["delay", "jitter", "direction", "for"]
    static let required = ["link", "delay"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let delay = mapping.duration("delay", in: 1...60_000)
        let jitter = mapping.duration("jitter", in: 0...60_000) ?? 0
        let ways = mapping.word("direction", as: LinkWays.self) ?? .both
        let lasting = mapping.lasting()
        guard let aim = mapping.linkAim(), let delay else { return nil }
        self.init(
            aim,
            delayMilliseconds: delay,
            jitterMilliseconds: jitter,
            ways: ways,
            forMilliseconds: lasting
        )
    }
}
