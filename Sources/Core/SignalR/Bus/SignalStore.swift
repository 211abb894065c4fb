/// Every signal that a node has seen, and their lifetime (reference signalr2, section 5.4).
///
/// Confined to the event loop of its ``ScaleoutBus``.
package final class SignalStore {
    /// How often ``collect(now:)`` is due.
    package static let collectionIntervalMilliseconds = 5_000
    /// Signals without a subscriber above which the oldest go at once.
    package static let unsubscribedMax = 1_000

    /// What one collection did.
    package struct Collection: Hashable, Sendable {
        /// Unused for longer than the lifetime; they go in the next collection unless used before.
        package var marked: Int
        /// Names of the signals removed with all their messages.
        package var removed: [String]

        package init(marked: Int = 0, removed: [String] = []) {
            self.marked = marked
            self.removed = removed
        }
    }

    private var signals: [SignalName: Signal] = [:]
    private var folds: [SignalName: Fold] = [:]
    private var nextFold = 0
    private let bufferCapacity: Int
    private let lifetime: UInt64

    /// A number shared by names that are equal ignoring case, while a signal or a subscription uses it.
    private struct Fold {
        var id: Int
        var users: Int
    }

    package init(settings: SignalRSettings) {
        bufferCapacity = settings.messageBufferSize
        lifetime = UInt64(LivenessLimits(settings: settings).signalLifetimeMilliseconds) * 1_000_000
    }

    package var count: Int { signals.count }

    /// The signal of this name, if this node has it.
    package func find(_ name: String) -> Signal? {
        signals[SignalName(name)]
    }

    /// The signal of this name, made when absent.
    func signal(_ name: String, now: UInt64) -> Signal {
        let key = SignalName(name)
        if let signal = signals[key] { return signal }
        let folded = key.folded
        let id = folds[folded]?.id ?? nextFold
        if id == nextFold { nextFold += 1 }
        folds[folded] = Fold(id: id, users: (folds[folded]?.users ?? 0) + 1)
        let signal = Signal(name: name, foldedID: id, bufferCapacity: bufferCapacity, now: now)
        signals[key] = signal
        return signal
    }

    /// Removes what nobody subscribes to and nobody used for the lifetime, in two steps, and at once the oldest of more
    /// than ``unsubscribedMax``. Due each ``collectionIntervalMilliseconds``.
    package func collect(now: UInt64) -> Collection {
        var result = Collection()
        var idle: [Signal] = []
        for signal in signals.values where signal.subscribers.isEmpty {
            if signal.isMarked {
                remove(signal, &result)
            } else {
                idle.append(signal)
                if now > signal.lastUsed, now - signal.lastUsed > lifetime {
                    signal.isMarked = true
                    result.marked += 1
                }
            }
        }
        let excess = idle.count - Self.unsubscribedMax
        if excess > 0 {
            idle.sort { ($0.lastUsed, $0.name) < ($1.lastUsed, $1.name) }
            for signal in idle[..<excess] {
                if signal.isMarked { result.marked -= 1 }
                remove(signal, &result)
            }
        }
        return result
    }

    private func remove(_ signal: Signal, _ result: inout Collection) {
        let key = SignalName(signal.name)
        signals[key] = nil
        signal.collect()
        result.removed.append(signal.name)
        let folded = key.folded
        guard var fold = folds[folded] else { preconditionFailure("\(signal.name) has no folded name") }
        fold.users -= 1
        folds[folded] = fold.users == 0 ? nil : fold
    }
}
