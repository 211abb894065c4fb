/// New connections are accepted and get no answer; those that exist go on. When it heals they are served.
package struct LinkAcceptHang: Fault {
    package static let verb = "link.accept-hang"

    package var aim: LinkAim
    /// Nil: until `link.heal`, or to the end of traffic.
    package var forMilliseconds: Int?

    package init(_ aim: LinkAim, forMilliseconds: Int? = nil) {
        self.aim = aim
        self.forMilliseconds = forMilliseconds
    }
}

extension LinkAcceptHang: ReadableFault {
    static let keys = LinkAim.keys + ["for"]
    static let required = ["link"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let lasting = mapping.lasting()
        guard let aim = mapping.linkAim() else { return nil }
        self.init(aim, forMilliseconds: lasting)
    }
}
