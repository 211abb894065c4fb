/// One signal as a node knows it: its buffer and who subscribes to it. Names are interned to these objects, so that
/// walking the ring compares numbers and never text.
///
/// Confined to the event loop of its ``ScaleoutBus``.
package final class Signal {
    /// As first seen; signals are stored case-sensitively.
    package let name: String
    /// Equal for names that are equal ignoring case; extraction compares this.
    let foldedID: Int
    /// Nil once the signal was collected: ring entries that still point here find nothing.
    ///
    /// Without the run-time exclusivity check: one event loop reads and writes it, nothing here calls out while it is
    /// written, and the check is a fifth of the cost of a delivery.
    @exclusivity(unchecked) private(set) var buffer: MessageBuffer?
    private(set) var subscribers: [Subscription] = []
    /// When it last got a message, a subscriber, or lost one; monotonic nanoseconds.
    var lastUsed: UInt64
    /// Marked by one collection, removed by the next unless used between.
    var isMarked = false

    init(name: String, foldedID: Int, bufferCapacity: Int, now: UInt64) {
        self.name = name
        self.foldedID = foldedID
        buffer = MessageBuffer(capacity: bufferCapacity)
        lastUsed = now
    }

    package var subscriberCount: Int { subscribers.count }
    package var messageCount: Int { buffer?.count ?? 0 }

    func append(_ message: StoredMessage, now: UInt64) -> Int {
        use(now: now)
        guard let index = buffer?.append(message) else {
            preconditionFailure("a message for the collected signal \(name)")
        }
        return index
    }

    func add(_ subscription: Subscription, now: UInt64) {
        use(now: now)
        subscribers.append(subscription)
    }

    func remove(_ subscription: Subscription, now: UInt64) {
        use(now: now)
        if let position = subscribers.firstIndex(where: { $0 === subscription }) {
            subscribers.swapAt(position, subscribers.count - 1)
            subscribers.removeLast()
        }
    }

    func collect() {
        precondition(subscribers.isEmpty, "the signal \(name) is collected while it has subscribers")
        buffer = nil
    }

    private func use(now: UInt64) {
        lastUsed = now
        isMarked = false
    }
}
