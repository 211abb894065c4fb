/// The bus of one node with a Redis backplane: what arrived, who listens, who is to be woken (reference signalr2, sections
/// 5.2 to 5.4).
///
/// The shell gives it each payload in the order of arrival, takes the woken subscriptions when its turn of the event loop
/// ends, and lets each of them make its passes. Messages of the node's own clients come back this way only.
///
/// Confined to one event loop.
package final class ScaleoutBus {
    /// What became of a payload.
    package struct Reception: Hashable, Sendable {
        package var id: UInt64
        /// An id below the newest empties the ring: every cursor above it is dark.
        package var addition: MappingRing.Addition
        package var messageCount: Int
    }

    package let signals: SignalStore
    package let ring: MappingRing
    /// The id of the latest payload, also when it was lower than one before; the restore script is told it.
    package private(set) var lastReceivedID: UInt64?
    private var woken: [Subscription] = []
    private var nextSerial: UInt64 = 1

    package init(settings: SignalRSettings) {
        signals = SignalStore(settings: settings)
        ring = MappingRing(capacity: settings.scaleoutMappings)
    }

    // MARK: Receiving

    /// Stores the messages of a payload and wakes whoever subscribes to their signals.
    @discardableResult
    package func receive(_ payload: BackplanePayload, now: UInt64) -> Reception {
        var items: [MappingRing.Item] = []
        items.reserveCapacity(payload.messages.count)
        for message in payload.messages {
            let signal = signals.signal(message.key, now: now)
            let stored = StoredMessage(message, id: payload.id, serial: nextSerial)
            nextSerial += 1
            items.append(MappingRing.Item(signal: signal, index: signal.append(stored, now: now)))
        }
        let addition = ring.add(MappingRing.Entry(id: payload.id, items: items))
        lastReceivedID = payload.id
        for item in items {
            for subscription in item.signal.subscribers { wake(subscription) }
        }
        return Reception(id: payload.id, addition: addition, messageCount: items.count)
    }

    /// The subscriptions woken since the last call, each once, in the order of waking. One whose worker is busy is to be
    /// remembered by the shell, so that it passes again afterwards.
    package func takeWoken() -> [Subscription] {
        let result = woken
        woken.removeAll(keepingCapacity: true)
        for subscription in result { subscription.isWoken = false }
        return result.allSatisfy(\.isActive) ? result : result.filter(\.isActive)
    }

    package var hasWoken: Bool { !woken.isEmpty }

    private func wake(_ subscription: Subscription) {
        guard !subscription.isWoken else { return }
        subscription.isWoken = true
        woken.append(subscription)
    }

    // MARK: Subscribing

    /// Subscribes a connection, with the groups of its token, at the cursor it presented.
    ///
    /// A missing or foreign cursor starts behind the newest id, or at the sentinel on a node that has none. One that
    /// presents a cursor is woken at once. A malformed cursor throws: the request is to die after its first bytes.
    package func subscribe(
        identity: String,
        signals names: [String],
        groups: [String] = [],
        cursor text: String?,
        now: UInt64
    ) throws(SignalRError) -> Subscription {
        let presented = try ScaleoutCursor.parse(text)
        let cursor: UInt64
        if case .position(let id) = presented { cursor = id } else { cursor = ring.newestID ?? ScaleoutCursor.sentinel }
        let subscription = Subscription(identity: identity, cursor: cursor, bus: self)
        for name in names { subscription.add(name, now: now) }
        for group in groups { subscription.addGroup(signal: Signals.group(tokenName: group), now: now) }
        if presented != .missing { wake(subscription) }
        return subscription
    }

    /// Ends a subscription; its signals live on until they are collected.
    package func unsubscribe(_ subscription: Subscription, now: UInt64) {
        guard subscription.isActive else { return }
        subscription.end(now: now)
    }

    /// Removes unused signals; due each ``SignalStore/collectionIntervalMilliseconds``.
    @discardableResult
    package func collect(now: UInt64) -> SignalStore.Collection {
        signals.collect(now: now)
    }
}
