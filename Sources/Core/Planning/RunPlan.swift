/// Who does what in a run: the scenario with every choice made. The same scenario and seed give the same plan.
package struct RunPlan: Hashable, Sendable {
    package var run: RunID
    package var seed: UInt64
    package var scenario: Scenario
    /// All that there can ever be, those that faults add included.
    package var nodes: [NodeID]
    package var clients: [ClientPlan]
    package var publishers: [PublisherPlan]
    /// What audience numbers mean.
    package var audiences: [Audience]
    /// Clients of each client process, as ranges of `clients`.
    package var processes: [Range<Int>]

    /// Clients in one process where the scenario leaves it open.
    package static let clientsPerProcess = 1_000

    package init(scenario: Scenario, seed: UInt64, run: RunID) {
        self.run = run
        self.seed = seed
        self.scenario = scenario
        nodes = (0..<scenario.nodesAtMost).map { NodeID(index: $0) }
        audiences = Self.audiences(of: scenario)
        clients = Self.clients(of: scenario, seed: seed, audiences: audiences)
        publishers = Self.publishers(of: scenario, audiences: audiences)
        let perProcess = max(1, scenario.clients.perProcess ?? Self.clientsPerProcess)
        let count = clients.count
        processes = stride(from: 0, to: count, by: perProcess).map { $0..<min($0 + perProcess, count) }
    }

    /// The publishers that ride on the clients of one process.
    package func publishers(ofProcess index: Int) -> [PublisherPlan] {
        let range = processes[index]
        return publishers.filter { range.contains($0.client.index) }
    }

    /// The clients a fault hits, of those that are `there`; `repetition` gives each time its own choice.
    package func clients(
        in selection: ClientSelection,
        fault: Int,
        repetition: Int,
        where isThere: (ClientID) -> Bool = { _ in true }
    ) -> [ClientID] {
        let everyone = clients.map(\.client).filter(isThere)
        switch selection {
        case .all: return everyone
        case .named(let named): return named
        case .onNode(let node): return clients.filter { $0.node == node && isThere($0.client) }.map(\.client)
        case .count(let count): return draw(count, of: everyone, fault: fault, repetition: repetition)
        case .share(let share):
            let count = max(1, Int((Double(everyone.count) * share).rounded()))
            return draw(count, of: everyone, fault: fault, repetition: repetition)
        }
    }

    private func draw(_ count: Int, of everyone: [ClientID], fault: Int, repetition: Int) -> [ClientID] {
        var random = SeededGenerator(seed: seed, purpose: "fault \(fault) repetition \(repetition)")
        return Array(everyone.shuffled(using: &random).prefix(count)).sorted()
    }
}

extension RunPlan {
    private static func audiences(of scenario: Scenario) -> [Audience] {
        let groups = scenario.clients.groups.map { Audience.group($0.name) }
        let users = scenario.clients.users.map { Audience.user($0.name) }
        return [scenario.everyone] + groups + users + scenario.apps.map { .app($0.name) }
    }

    private static func clients(of scenario: Scenario, seed: UInt64, audiences: [Audience]) -> [ClientPlan] {
        let spec = scenario.clients
        let placed = nodes(for: spec, nodeCount: scenario.nodes.count, seed: seed)
        var plans = placed.enumerated().map { index, node in
            ClientPlan(
                client: ClientID(index: index),
                app: scenario.mainApp,
                node: node,
                sticky: spec.placement.keepsNode,
                isLate: index >= spec.count - spec.late
            )
        }
        for (number, audience) in audiences.enumerated() {
            guard case .group = audience else { continue }
            let share = spec.groups[number - 1]
            let before = spec.groups[..<(number - 1)].reduce(0) { $0 + $1.count }
            for offset in 0..<share.count {
                plans[(before + offset) % plans.count].groups.append(AudienceNumber(number))
            }
        }
        var next = 0
        for user in spec.users {
            for _ in 0..<user.count {
                plans[next % plans.count].user = user.name
                next += 1
            }
        }
        return plans + clientsOfApps(scenario)
    }

    /// In turn on the nodes of their own.
    private static func clientsOfApps(_ scenario: Scenario) -> [ClientPlan] {
        var (client, node) = (scenario.clients.count, scenario.nodes.count)
        return scenario.apps.flatMap { app in
            defer { (client, node) = (client + app.clients, node + app.nodes) }
            return (0..<app.clients).map { position in
                ClientPlan(
                    client: ClientID(index: client + position),
                    app: app.name,
                    node: NodeID(index: node + position % app.nodes),
                    sticky: scenario.clients.placement.keepsNode
                )
            }
        }
    }

    private static func nodes(for spec: ClientsSpec, nodeCount: Int, seed: UInt64) -> [NodeID] {
        switch spec.placement {
        case .roundRobin, .sticky, .leastConnections, .healthAware:
            return (0..<spec.count).map { NodeID(index: $0 % nodeCount) }
        case .random:
            var random = SeededGenerator(seed: seed, purpose: "placement")
            return (0..<spec.count).map { _ in NodeID(index: Int.random(in: 0..<nodeCount, using: &random)) }
        case .fixed(let counts):
            return counts.sorted { $0.key < $1.key }.flatMap { Array(repeating: $0.key, count: $0.value) }
        }
    }

    private static func publishers(of scenario: Scenario, audiences: [Audience]) -> [PublisherPlan] {
        var plans: [PublisherPlan] = []
        var next = scenario.clients.count
        let riders = 0..<max(1, next - scenario.clients.late)
        add(scenario.traffic, of: scenario.everyone, over: riders, audiences, to: &plans)
        for app in scenario.apps {
            add(app.traffic, of: .app(app.name), over: next..<(next + app.clients), audiences, to: &plans)
            next += app.clients
        }
        return plans
    }

    /// The publishers of one application ride on its clients in turn.
    private static func add(
        _ traffic: [TrafficSpec],
        of everyone: Audience,
        over clients: Range<Int>,
        _ audiences: [Audience],
        to plans: inout [PublisherPlan]
    ) {
        let first = plans.count
        for traffic in traffic {
            let numbers = traffic.audiences.compactMap { audience in
                audiences.firstIndex(of: audience == .all ? everyone : audience).map { AudienceNumber($0) }
            }
            for position in 0..<traffic.publishers {
                let next = plans.count
                plans.append(
                    PublisherPlan(
                        publisher: PublisherID(index: next),
                        client: ClientID(index: clients.lowerBound + (next - first) % clients.count),
                        audiences: numbers,
                        count: share(of: traffic.count, position: position, among: traffic.publishers),
                        ratePerSecond: traffic.ratePerSecond.map { $0 / Double(traffic.publishers) },
                        delayMilliseconds: traffic.startMilliseconds + stagger(traffic, position: position),
                        size: traffic.size,
                        window: traffic.window,
                        retry: traffic.retry
                    )
                )
            }
        }
    }

    /// Publishers of one kind of traffic take turns instead of sending all at the same instant.
    private static func stagger(_ traffic: TrafficSpec, position: Int) -> Int {
        guard let rate = traffic.ratePerSecond else { return 0 }
        return Int(1_000 * Double(position) / rate)
    }

    /// What one of several publishers has to send of a common count.
    static func share(of total: Int, position: Int, among parts: Int) -> Int {
        total / parts + (position < total % parts ? 1 : 0)
    }
}

extension ClientsSpec.Placement {
    /// A client that lost its connection comes back to its own node only.
    package var keepsNode: Bool {
        switch self {
        case .sticky, .fixed: true
        case .roundRobin, .random, .leastConnections, .healthAware: false
        }
    }
}
