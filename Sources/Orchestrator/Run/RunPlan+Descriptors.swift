import Core

extension RunPlan {
    /// What the orchestrator has open besides event loops and children: standard streams, signals, guard, its history, and
    /// files that are read or written for a moment.
    private static let ownDescriptors = 24
    /// Of an event loop, of which there is one per core.
    private static let descriptorsPerCore = 3
    /// Two pipes, the process itself, and while it is started its log and the other ends of the pipes.
    private static let descriptorsPerChild = 7
    /// What a node has open besides its clients.
    private static let nodeDescriptors = 64
    /// Of a witness: its history, the texts beside it, its connection, and one that is being made.
    private static let descriptorsPerWitness = 4

    /// Descriptors of the process that needs most of them, so that a limit that is too low is told once, before anything is
    /// started: of the orchestrator, the largest client process, or the node with most clients.
    func descriptorsNeeded(cores: Int) -> Int {
        let children = nodes.count + processes.count + 1
        let own =
            Self.ownDescriptors + cores * Self.descriptorsPerCore + children * Self.descriptorsPerChild
            + dataServers.count * Self.descriptorsPerWitness
        // A client that was cut in silence keeps its old socket beside the new one.
        let sockets = scenario.faults.contains { ($0.fault.value as? ClientDrop)?.manner == .silence } ? 2 : 1
        let clientProcess = ClientSettings.descriptorsNeeded(
            clients: sockets * (processes.map(\.count).max() ?? 0) + 2 * nodes.count
        )
        // Where a balancer chooses, one node may get them all.
        let placed = Dictionary(grouping: clients, by: \.node).values.map(\.count).max() ?? 0
        let node = Self.nodeDescriptors + (scenario.nodes.balancer == nil ? placed : clients.count)
        let balancer = scenario.nodes.balancer == nil ? 0 : 2 * balancedConnections + 256
        return max(own, clientProcess, node, balancer)
    }
}
