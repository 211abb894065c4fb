import Core
import Synchronization

/// Reads what nodes hold, from outside: once they are ready and serve nobody, and again when all clients have left. Between
/// the two, numbers of clients and connections may differ from node to node as they like; what is held for nobody may not
/// grow.
final class ResourceWatch: Sendable {
    private struct State {
        var before: ResourceLook?
        var account: ResourceAccount?
    }

    private let state = Mutex(State())
    /// How long nodes and Redis have to notice that clients are gone.
    private let patience: Duration
    private static let pollInterval: Duration = .milliseconds(20)

    private let isBounded: Bool
    /// So many looks in a row that show the same are taken for what nodes hold at rest.
    private static let restingLooks = 5

    /// - Parameter isBounded: the scenario allows no leaks, so it is worth to wait for what settles or ends by itself.
    init(isBounded: Bool) {
        self.isBounded = isBounded
        patience = isBounded ? .seconds(3) : .milliseconds(200)
    }

    /// Nodes that have just begun may not have all connections yet, or not said whose they are, or not closed those of their
    /// beginning: a bound is not measured from there.
    func readBefore(_ fleet: Fleet) async {
        let reader = ResourceReader(fleet: fleet)
        var last = await reader.read()
        if isBounded {
            let deadline = ContinuousClock.now + patience
            var same = 1
            var isSettled: Bool { same >= Self.restingLooks && !last.holdsPassing }
            while ContinuousClock.now < deadline + patience, !Task.isCancelled {
                // A nameless one may be a stranger's, that stays.
                if isSettled, !last.holdsNameless || ContinuousClock.now >= deadline { break }
                try? await Task.sleep(for: Self.pollInterval)
                let next = await reader.read()
                same = next.holdsTheSame(as: last) ? same + 1 : 1
                last = next
            }
            last.isSettled = isSettled
        }
        state.withLock { [last] in $0.before = last }
    }

    /// Returns when everything was read and nothing is more than it was before, or when time is up.
    func readAfter(_ fleet: Fleet) async {
        guard let before = state.withLock(\.before) else { return }
        let deadline = ContinuousClock.now + patience
        while true {
            let look = await ResourceReader(fleet: fleet).read()
            let account = ResourceAccount(before: before, after: look)
            state.withLock { $0.account = account }
            guard account.hasGrown || look.isPartial, ContinuousClock.now < deadline else { return }
            try? await Task.sleep(for: Self.pollInterval)
            if Task.isCancelled { return }
        }
    }

    /// Nil where nobody looked both times.
    var account: ResourceAccount? { state.withLock(\.account) }
}
