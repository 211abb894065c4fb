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
        guard let before = state.withLock(\.before) else { return }
        let deadline = ContinuousClock.now + patience
        while true {
            let account = ResourceAccount(before: before, after: await ResourceReader(fleet: fleet).read())
            state.withLock { $0.account = account }
            guard account.hasGrown, ContinuousClock.now < deadline else { return }
            try? await Task.sleep(for: Self.pollInterval)
            if Task.isCancelled { return }
        }
    }

    /// Nil where nobody looked both times.
    var account: ResourceAccount? { state.withLock(\.account) }
}
