/// The nth command, reply or connect from now on is held for a time, with everything behind it on its connection: makes a
/// race happen every time.
package struct LinkHold: Fault {
    package static let verb = "link.hold"

    package var aim: LinkAim
    package var event: LinkHook.Event
    /// From 1, over all connections of the link together.
    package var nth: Int
    package var forMilliseconds: Int

    package init(_ aim: LinkAim, _ event: LinkHook.Event, nth: Int = 1, forMilliseconds: Int) {
        self.aim = aim
        self.event = event
        self.nth = nth
        self.forMilliseconds = forMilliseconds
    }

    package var target: String { aim.description }
    package var lastsMilliseconds: Int? { forMilliseconds }
    package var links: [LinkSelector] { [aim.link] }
}

extension LinkHold: ReadableFault {
    static let keys = LinkAim.keys + ["what", "name", "nth", "for"]
    static let required = ["link", "for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let event = mapping.linkEvent()
        let nth = mapping.count("nth", in: 1...1_000_000_000) ?? 1
        let lasting = mapping.lasting()
        guard let aim = mapping.linkAim(), let event, let lasting else { return nil }
        self.init(aim, event, nth: nth, forMilliseconds: lasting)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.check(aim, path)
        validation.checkEvent(event, on: aim.link, path)
    }
}

extension LinkSelector {
    /// Clients and nodes speak WebSocket, everybody else RESP.
    var carriesWebSocket: Bool {
        switch owner {
        case .client, .clients: true
        case .node, .nodes: part == .clients
        case .replica, .replicas, .sentinel, .sentinels: false
        }
    }
}
