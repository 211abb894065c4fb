/// The guards against a "held" that means nothing.
struct Vacuity {
    let manifest: RunManifest
    let store: MessageStore
    let table: StreamTable
    let contracts: ContractWindows
    /// Why publishes failed; nil where nobody was told.
    private let refusals: String?
    /// They may never have been let in; the fault that should have done it tells whether it could.
    private let lateClients: Set<ClientID>

    init(
        manifest: RunManifest,
        store: MessageStore,
        table: StreamTable,
        contracts: ContractWindows,
        refusals: String?
    ) {
        self.refusals = refusals
        self.manifest = manifest
        self.store = store
        self.table = table
        self.contracts = contracts
        lateClients = Set(manifest.clients.filter { $0.isLate == true }.map(\.client))
    }

    /// The final messages are the least that has to come right after the last fault.
    private func checkRecovery(into guards: inout GuardLog) {
        guard let end = contracts.lastEnd else { return }
        for stream in table.streams {
            guard let rank = stream.sentinelRank, stream.sentinelEnd < .max,
                store.known(stream.publisher, stream.sequences[rank]).pointee.invokedAt <= end
            else { continue }
            let name = "p\(stream.publisher + 1) to \(manifest.audiences[stream.audience])"
            guards.add(
                .recoveryUnproven,
                name,
                reason: "the final message of \(name) was sent before the last fault had to be recovered from, "
                    + "so nothing shows that the contract held again"
            )
        }
    }

    func check(_ deliveries: borrowing DeliveryPass, into guards: inout GuardLog) {
        checkPublishes(into: &guards)
        if deliveries.counts.delivered == 0 {
            guards.add(.nothingDelivered, "run", reason: "no client saw any message")
        }
        if deliveries.counts.expected == 0 {
            guards.add(.nothingOwed, "run", reason: "no client was entitled to any message for certain")
        }
        checkRecovery(into: &guards)
        if deliveries.trackers.isOverfull {
            guards.add(
                .orderUnjudged,
                "run",
                reason: "clients saw messages in so many different orders that not all could be compared"
            )
        }
        for client in deliveries.clients { check(client, into: &guards) }
        for node in manifest.nodes where !deliveries.usedNodes.contains(node.number) {
            guards.add(
                .nodeUnused,
                "\(node)",
                reason: "no client was ever connected to \(node), so nothing is known about it"
            )
        }
    }

    private func checkPublishes(into guards: inout GuardLog) {
        let refused = refusals.map { "; \($0)" } ?? ""
        let (ok, wanted) = (table.publishes.ok, manifest.expectation.acknowledgedAtLeast)
        if ok < wanted {
            guards.add(
                .tooFewAcknowledged,
                "run",
                reason: "\(ok) messages were acknowledged, and at least \(wanted) had to be\(refused)"
            )
        }
        for (place, publisher) in manifest.publishers.enumerated() where !table.heard.contains(place) {
            let name = "\(publisher.publisher)"
            guards.add(.publisherSilent, name, reason: "\(name) got no message acknowledged\(refused)")
        }
        for stream in table.streams where stream.sentinelEnd == .max {
            let name = "p\(stream.publisher + 1) to \(manifest.audiences[stream.audience])"
            guards.add(
                .sentinelMissing,
                name,
                reason: "the final message of \(name) was not acknowledged, so what came before it need not be there"
                    + refused
            )
        }
    }

    private func check(_ client: ClientState, into guards: inout GuardLog) {
        let name = "\(client.summary.client)"
        for audience in client.unconfirmed {
            let place = "\(name) in \(manifest.audiences[audience])"
            guards.add(.membershipUnconfirmed, place, reason: "the membership of \(place) was never confirmed")
        }
        if client.summary.lives == 0 {
            if lateClients.contains(client.summary.client) { return }
            guards.add(.clientNeverConnected, name, reason: "\(name) never connected")
        } else if !client.wasShownAtEnd, !client.hasDeparted, manifest.reconnect != .never || client.isConnected {
            guards.add(
                .clientNotShownAlive,
                name,
                reason: "\(name) was not shown to be connected at the end, so what it missed is not known"
            )
        }
    }
}
