/// Silence: sockets stay open, nothing is forwarded, nobody is told.
package struct LinkBlackhole: Fault {
    package static let verb = "link.blackhole"

    package var aim: LinkAim
    package var ways: LinkWays
    package var connections: LinkConnections
    /// Nil: until `link.heal`, or to the end of traffic.
    package var forMilliseconds: Int?
    package var heal: LinkHealing

    package init(
        _ aim: LinkAim,
        ways: LinkWays = .both,
        connections: LinkConnections = .all,
        forMilliseconds: Int? = nil,
        heal: LinkHealing = .alive
    ) {
        self.aim = aim
        self.ways = ways
        self.connections = connections
        self.forMilliseconds = forMilliseconds
        self.heal = heal
    }
}

extension LinkBlackhole: ReadableFault {
    static let keys = LinkAim.keys + ["direction", "connections", "for", "heal"]
    static let required = ["link"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let ways = mapping.word("direction", as: LinkWays.self) ?? .both
        let connections = mapping.word("connections", as: LinkConnections.self) ?? .all
        let lasting = mapping.lasting()
        let heal = mapping.word("heal", as: LinkHealing.self) ?? .alive
        guard let aim = mapping.linkAim() else { return nil }
        self.init(aim, ways: ways, connections: connections, forMilliseconds: lasting, heal: heal)
    }
}
