extension DeliveryPass {
    /// What can be said only when all histories were read.
    mutating func conclude() {
        if let torn = trackers.torn { conclude(torn) }
        if let graph = trackers.graph { conclude(graph) }
    }

    private mutating func conclude(_ torn: TornTable) {
        torn.forEachTorn { number, firstSeen, missing, client in
            let name = torn.index.name(number)
            let message = store.known(name.publisher, name.sequence).pointee
            guard mayTear(message), message.state == .ok || isSettled(message, firstSeen: firstSeen) else { return }
            add(
                .torn,
                client,
                UInt32(name.publisher + 1),
                name.sequence,
                message.invokedAt,
                magnitude: UInt64(missing)
            )
        }
    }

    /// It took effect before the final message of its stream was sent, so by the end all had to have it.
    private func isSettled(_ message: Message, firstSeen: UInt64) -> Bool {
        guard rules.contains(.tearsSettledOnly) else { return true }
        let stream = table.streams[Int(message.stream)]
        guard let rank = stream.sentinelRank else { return false }
        return firstSeen <= store.known(stream.publisher, stream.sequences[rank]).pointee.invokedAt
    }

    private mutating func conclude(_ graph: OrderGraph) {
        let edges = graph.edges()
        for knot in edges.knots() {
            let names = knot.map { graph.index.name(Int($0)) }
            let times = names.map { store.known($0.publisher, $0.sequence).pointee.invokedAt }
            guard let place = knot.indices.min(by: { (times[$0], knot[$0]) < (times[$1], knot[$1]) }) else { continue }
            var entry = FindingLog.Entry(
                time: times[place],
                client: 0,
                publisher: UInt32(names[place].publisher + 1),
                sequence: names[place].sequence
            )
            entry.magnitude = UInt64(knot.count)
            edges.forEach(of: Int(knot[place])) { _, client in entry.client = client }
            findings.add(.orderConflict, entry) { entry in
                let cycle = edges.cycle(through: Int(knot[place]), in: knot)
                if let back = cycle?.last { entry.client = Int(back.client) }
                entry.cycle = cycle.map { Self.steps($0, graph.index, clients) }
                entry.life = clients[entry.client].summary.lives
                entry.lifeBegan = clients[entry.client].lifeBegan
                entry.node = clients[entry.client].node(at: entry.time)
            }
        }
    }

    /// Steps of a chain that are kept, to find out where it turned.
    private static let stepsMax = 256

    /// What one client saw in a row is one step.
    private static func steps(
        _ cycle: [OrderEdges.Edge],
        _ index: MessageIndex,
        _ clients: [ClientState]
    ) -> [OrderStep] {
        var steps: [OrderStep] = []
        for edge in cycle {
            let client = clients[Int(edge.client)].summary.client
            if let last = steps.last, last.client == client {
                steps[steps.count - 1].later = reference(edge.to, index)
            } else {
                let earlier = reference(edge.from, index)
                steps.append(OrderStep(client: client, earlier: earlier, later: reference(edge.to, index)))
            }
        }
        return Array(steps.prefix(stepsMax))
    }

    private static func reference(_ number: UInt32, _ index: MessageIndex) -> MessageReference {
        let name = index.name(Int(number))
        return MessageReference(publisher: PublisherID(index: name.publisher), sequence: name.sequence)
    }
}
