/// Ends the connections that exist, also those on which nothing passes. Those that come later are not touched.
package struct LinkReset: Fault {
    package static let verb = "link.reset"

    package var aim: LinkAim
    package var manner: LinkEnding

    package init(_ aim: LinkAim, manner: LinkEnding = .reset) {
        self.aim = aim
        self.manner = manner
    }

    package var target: String { aim.description }
    package var links: [LinkSelector] { [aim.link] }
}

extension LinkReset: ReadableFault {
    static let keys = LinkAim.keys + ["manner"]
    static let required = ["link"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let manner = mapping.word("manner", as: LinkEnding.self) ?? .reset
        guard let aim = mapping.linkAim() else { return nil }
        self.init(aim, manner: manner)
    }

    func check(_ validation: ScenarioValidation, _ path: String) { validation.check(aim, path) }
}
