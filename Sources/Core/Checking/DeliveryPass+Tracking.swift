extension DeliveryPass {
    /// A first copy in a life, for the rules that only some contracts have.
    mutating func track(
        _ client: Int,
        _ slot: Int,
        _ message: Message,
        publisher: UInt32,
        sequence: UInt32,
        isRedelivery: Bool,
        at time: UInt64
    ) {
        trackers.torn?.saw(trackers.torn?.index.number(Int(publisher) - 1, sequence) ?? 0, at: time)
        // What was seen in an earlier life is no news, whatever came before it in this one.
        if isRedelivery, rules.contains(.ordersFirstSights) { return }
        if let graph = trackers.graph, takesPlace(client, slot, message, at: time) {
            let number = graph.index.number(Int(publisher) - 1, sequence)
            if clients[client].lastOrdered >= 0 { graph.follow(clients[client].lastOrdered, number, client: client) }
            clients[client].lastOrdered = number
        }
        if let dependencies = trackers.dependencies, contracts.contract(for: message).order == .causal {
            overtaken(client, publisher, sequence, dependencies, at: time)
        }
    }

    /// Whether the contract puts this sight of a message into one order with all others. Where copies are allowed, a
    /// message has several places; those who were there when it was sent see it at the first of them.
    private func takesPlace(_ client: Int, _ slot: Int, _ message: Message, at time: UInt64) -> Bool {
        let contract = contracts.contract(for: message, seenAt: time)
        guard contract.order == .total else { return false }
        guard contract.delivery == .atLeastOnce, rules.contains(.ordersFirstCopies) else { return true }
        guard isComparable else { return false }
        let member = slots[slot].member
        if member == Self.always { return message.invokedAt >= clients[client].lifeBegan }
        return members[member].membership.definiteSince.map { message.invokedAt >= $0 } ?? false
    }

    /// Finds what the client had seen already although its publisher had seen this message before.
    private mutating func overtaken(
        _ client: Int,
        _ publisher: UInt32,
        _ sequence: UInt32,
        _ dependencies: DependencyTable,
        at time: UInt64
    ) {
        let number = dependencies.index.number(Int(publisher) - 1, sequence)
        for dependent in dependencies.dependents(of: number) {
            let name = dependencies.index.name(Int(dependent))
            let message = store.known(name.publisher, name.sequence).pointee
            guard let slot = slotMap.find(client, Int(message.stream)), let seen = slots[slot].seen else { continue }
            let (word, bit) = (message.rank >> 6, UInt64(1) << UInt64(message.rank & 63))
            guard seen[word] & bit != 0, contracts.contract(for: message).order == .causal else { continue }
            if rules.contains(.ordersFirstSights), let before = slots[slot].before, before[word] & bit != 0 { continue }
            let early = slots[slot].early ?? Slot.bits(slots[slot].wordCount)
            slots[slot].early = early
            guard early[word] & bit == 0 else { continue }
            early[word] |= bit
            add(
                .causality,
                client,
                UInt32(name.publisher + 1),
                name.sequence,
                time,
                magnitude: time > message.invokedAt ? time - message.invokedAt : 0,
                other: (publisher, sequence)
            )
        }
    }

    // MARK: Torn messages

    /// An acknowledged message is torn where its loss alone would be allowed; where it is not, every missing copy is lost.
    func mayTear(_ message: Message) -> Bool {
        let contract = contracts.contract(for: message)
        return contract.atomic && (message.state == .info || !contract.forbids(.lost))
    }

    /// Notes the messages of unknown outcome that the client missed, of those before the final message.
    func judgeUnknown(_ client: Int, _ stream: Int, since: UInt64, _ torn: TornTable) {
        guard let end = table.streams[stream].sentinelRank else { return }
        let begin = table.firstRank(stream, from: since, in: store)
        let slot = slotMap.find(client, stream)
        var rank = begin
        while rank < end {
            let next = min((rank | 63) + 1, end)
            let word = rank >> 6
            var missed = torn.unknown[stream][word] & Self.mask(rank..<next)
            if missed != 0, let slot {
                missed &= ~((slots[slot].seen.map { $0[word] } ?? 0) | (slots[slot].spoilt.map { $0[word] } ?? 0))
            }
            while missed != 0 {
                let sequence = table.streams[stream].sequences[word << 6 + missed.trailingZeroBitCount]
                torn.miss(torn.index.number(table.streams[stream].publisher, sequence), client: client)
                missed &= missed - 1
            }
            rank = next
        }
    }
}
