/// Connections on which nothing passes for so long are given up, as balancers and firewalls do.
package struct LinkIdleCull: Fault {
    package static let verb = "link.idle-cull"

    package var aim: LinkAim
    package var idleMilliseconds: Int
    package var manner: CullManner
    /// Nil: until `link.heal`, or to the end of traffic.
    package var forMilliseconds: Int?

    package init(_ aim: LinkAim, idleMilliseconds: Int, manner: CullManner = .silent, forMilliseconds: Int? = nil) {
        self.aim = aim
        self.idleMilliseconds = idleMilliseconds
        self.manner = manner
        self.forMilliseconds = forMilliseconds
    }
}

extension LinkIdleCull: ReadableFault {
    static let keys = LinkAim.keys + ["idle", "manner", "for"]
    static let required = ["link", "idle"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let idle = mapping.duration("idle", in: 1...ScenarioReader.longest)
        let manner = mapping.word("manner", as: CullManner.self) ?? .silent
        let lasting = mapping.lasting()
        guard let aim = mapping.linkAim(), let idle else { return nil }
        self.init(aim, idleMilliseconds: idle, manner: manner, forMilliseconds: lasting)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.check(aim, path)
        guard let lasting = forMilliseconds, lasting <= idleMilliseconds else { return }
        validation.report(
            "\(path).for",
            "\(path).for: it would be over before anything was idle for \(ScenarioQuantity.duration(idleMilliseconds))",
            expected: "more than \(ScenarioQuantity.duration(idleMilliseconds))"
        )
    }
}
