package struct NodesSpec: Codable, Hashable, Sendable {
    package var count: Int
    package var backplane: BackplaneKind
    package var app: String
    package var signalr: SignalRSettings
    /// Of the `stream` backplane.
    package var log: StreamLogSpec
    package var hops: Bool
    package var defects: [PlantedDefect]
    /// How nodes find the master when sentinels watch it.
    package var discovery: MasterDiscovery
    /// In front of the nodes: clients know its address only.
    package var balancer: BalancerSpec?

    package init(
        count: Int = 2,
        backplane: BackplaneKind = .signalr,
        app: String = "rollcall",
        signalr: SignalRSettings = SignalRSettings(),
        log: StreamLogSpec = StreamLogSpec(),
        hops: Bool = true,
        defects: [PlantedDefect] = [],
        discovery: MasterDiscovery = .follow,
        balancer: BalancerSpec? = nil
    ) {
        self.count = count
        self.backplane = backplane
        self.app = app
        self.signalr = signalr
        self.log = log
        self.hops = hops
        self.defects = defects
        self.discovery = discovery
        self.balancer = balancer
    }
}
