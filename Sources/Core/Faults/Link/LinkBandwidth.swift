/// Connections carry only so many bytes per second, each of them and each way.
package struct LinkBandwidth: Fault {
    package static let verb = "link.bandwidth"

    package var aim: LinkAim
    package var bytesPerSecond: Int
    package var ways: LinkWays
    /// Nil: until `link.heal`, or to the end of traffic.
    package var forMilliseconds: Int?

    package init(_ aim: LinkAim, bytesPerSecond: Int, ways: LinkWays = .both, forMilliseconds: Int? = nil) {
        self.aim = aim
        self.bytesPerSecond = bytesPerSecond
        self.ways = ways
        self.forMilliseconds = forMilliseconds
    }
}

extension LinkBandwidth: ReadableFault {
    static let keys = LinkAim.keys + ["rate", "direction", "for"]
    static let required = ["link", "rate"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let rate = mapping.dataRate("rate", in: 100...1_000_000_000)
        let ways = mapping.word("direction", as: LinkWays.self) ?? .both
        let lasting = mapping.lasting()
        guard let aim = mapping.linkAim(), let rate else { return nil }
        self.init(aim, bytesPerSecond: rate, ways: ways, forMilliseconds: lasting)
    }
}
