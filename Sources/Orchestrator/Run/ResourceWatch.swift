import Core
import Synchronization

/// Reads what nodes hold, from outside: once they are ready and serve nobody, and again when all clients have left. Between
/// the two, numbers of clients and connections may differ from node to node as they like; what is held for nobody may not
/// grow.
final class ResourceWatch: Sendable {
    private struct State {
        var before: [ResourceKey: Int] = [:]
        var after: [ResourceKey: Int] = [:]
    }

    private let state = Mutex(State())
    /// How long nodes and Redis have to notice that clients are gone.
    private let patience: Duration
    private static let pollInterval: Duration = .milliseconds(20)

    /// - Parameter isBounded: the scenario allows no leaks, so it is worth to wait for what ends by itself.
    init(isBounded: Bool) {
        patience = isBounded ? .seconds(3) : .milliseconds(200)
    }

    func readBefore(_ fleet: Fleet) async {
        let found = await ResourceReader(fleet: fleet).read()
        state.withLock { $0.before = found }
    }

    /// Returns when nothing is more than it was before, or when time is up.
    func readAfter(_ fleet: Fleet) async {
        let deadline = ContinuousClock.now + patience
        let before = state.withLock(\.before)
        while true {
            let found = await ResourceReader(fleet: fleet).read()
            state.withLock { $0.after = found }
            let hasGrown = found.contains { key, value in
                key.resource != .memory && before[key].map { value > $0 } ?? false
            }
            guard hasGrown, ContinuousClock.now < deadline else { return }
            try? await Task.sleep(for: Self.pollInterval)
            if Task.isCancelled { return }
        }
    }

    /// What was not read both times of all who have it: the rest would hide a leak. Nodes that came or went have connections
    /// that were there only once.
    private static func partial(_ keys: Set<ResourceKey>) -> Set<ResourceReading.Resource> {
        var resources = Set(keys.map(\.resource))
        if resources.contains(.sockets) { resources.insert(.redisClients) }
        return resources
    }

    /// Of what could be read both times; nil where nothing could.
    var readings: [ResourceReading]? {
        let (before, after) = state.withLock { ($0.before, $0.after) }
        let partial = Self.partial(Set(before.keys).symmetricDifference(after.keys))
        let both = before.filter { !partial.contains($0.key.resource) }.compactMap { key, value in
            after[key].map { ResourceReading(resource: key.resource, owner: key.owner, before: value, after: $0) }
        }
        let order = ResourceReading.Resource.allCases
        return both.isEmpty
            ? nil
            : both.sorted { left, right in
                let (first, second) = (
                    order.firstIndex(of: left.resource) ?? 0, order.firstIndex(of: right.resource) ?? 0
                )
                return first != second ? first < second : left.owner < right.owner
            }
    }
}

/// What is read, and of whom.
struct ResourceKey: Hashable, Sendable {
    var resource: ResourceReading.Resource
    var owner: String
}
