/// Everything that the second reading of the histories needs, so that it can be done again: for explanations, which look at
/// every finding.
struct DeliveryReading {
    private let manifest: RunManifest
    private let histories: Histories
    private let publishes: PublishPass
    private let table: StreamTable
    private let contracts: ContractWindows
    private let isComparable: Bool
    private let isComplete: Bool
    private let rules: CheckerRules
    private let orderRoom: Int?
    /// What publishers had seen; nil where no contract asks.
    private let dependencies: DependencyTable?

    /// `order: causal` takes a reading of its own, which is done here.
    init(
        manifest: RunManifest,
        histories: Histories,
        publishes: PublishPass,
        table: StreamTable,
        contracts: ContractWindows,
        isComparable: Bool,
        isComplete: Bool,
        rules: CheckerRules,
        orderRoom: Int?
    ) {
        self.manifest = manifest
        self.histories = histories
        self.publishes = publishes
        self.table = table
        self.contracts = contracts
        self.isComparable = isComparable
        self.isComplete = isComplete
        self.rules = rules
        self.orderRoom = orderRoom
        guard manifest.expectation.contracts.contains(where: { $0.order == .causal }) else {
            dependencies = nil
            return
        }
        let seen = DependencyTable(
            index: MessageIndex(store: publishes.store),
            dependenciesMax: orderRoom ?? DependencyTable.dependenciesMax
        )
        var causal = CausalPass(manifest: manifest, store: publishes.store, table: table, dependencies: seen)
        for history in histories.believed.indices where histories.believed[history] {
            _ = histories.read(history) { causal.take($0) }
        }
        seen.close()
        dependencies = seen
    }

    /// Reads what clients recorded. The findings of two readings are the same.
    func read(
        grid: FindingGrid? = nil,
        observer: ((ViolationClass, FindingLog.Entry) -> Void)? = nil
    ) -> DeliveryPass {
        var trackers = DeliveryTrackers(
            manifest.expectation.contracts,
            store: publishes.store,
            table: table,
            room: orderRoom
        )
        trackers.dependencies = dependencies
        var deliveries = DeliveryPass(
            manifest: manifest,
            publishes: publishes,
            table: table,
            contracts: contracts,
            trackers: trackers,
            isComparable: isComparable,
            isComplete: isComplete,
            rules: rules
        )
        deliveries.findings.observer = observer
        deliveries.findings.grid = grid
        for history in histories.believed.indices where histories.believed[history] {
            deliveries.begin(history: history)
            _ = histories.read(history) { deliveries.take($0) }
            deliveries.endHistory()
        }
        deliveries.counts.optional += deliveries.counts.delivered
        deliveries.conclude()
        return deliveries
    }
}
