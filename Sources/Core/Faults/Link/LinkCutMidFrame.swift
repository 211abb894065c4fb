/// The connection of the nth frame from now on ends inside that frame.
package struct LinkCutMidFrame: Fault {
    package static let verb = "link.cut-mid-frame"

    package var aim: LinkAim
    package var direction: LinkDirection
    /// From 1, over all connections of the link together.
    package var nth: Int
    /// Bytes of the frame that still pass; all but the last when it has no more.
    package var afterBytes: Int
    package var manner: LinkEnding

    package init(
        _ aim: LinkAim,
        direction: LinkDirection = .from,
        nth: Int = 1,
        afterBytes: Int = 1,
        manner: LinkEnding = .reset
    ) {
        self.aim = aim
        self.direction = direction
        self.nth = nth
        self.afterBytes = afterBytes
        self.manner = manner
    }

    package var target: String { aim.description }
    package var links: [LinkSelector] { [aim.link] }
}

extension LinkCutMidFrame: ReadableFault {
    static let keys = LinkAim.keys + ["direction", "nth", "bytes", "manner"]
    static let required = ["link"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let direction = mapping.word("direction", as: Way.self) ?? .from
        let nth = mapping.count("nth", in: 1...1_000_000_000) ?? 1
        let after = mapping.size("bytes", in: 1...(1 << 30)) ?? 1
        let manner = mapping.word("manner", as: LinkEnding.self) ?? .reset
        guard let aim = mapping.linkAim() else { return nil }
        self.init(aim, direction: direction == .to ? .to : .from, nth: nth, afterBytes: after, manner: manner)
    }

    func check(_ validation: ScenarioValidation, _ path: String) { validation.check(aim, path) }

    /// A frame has one direction.
    enum Way: String, CaseIterable {
        case to, from
    }
}
