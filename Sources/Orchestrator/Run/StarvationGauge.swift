import Synchronization

/// Measures how late this process is woken. On a machine that has no time for the harness, nothing that did not arrive in time
/// proves anything.
package final class StarvationGauge: Sendable {
    /// How often it wants to be woken.
    package static let period: Duration = .milliseconds(50)
    /// Lateness that counts as normal on a busy machine.
    package static let tolerance: Duration = .milliseconds(250)
    /// How far back it remembers.
    private static let memory: Duration = .seconds(30)

    private let lags = Mutex<[(at: ContinuousClock.Instant, lag: Duration)]>([])

    package init() {}

    /// Measures until it is cancelled.
    package func run() async {
        var planned = ContinuousClock.now + Self.period
        while !Task.isCancelled {
            try? await Task.sleep(until: planned, clock: .continuous)
            let now = ContinuousClock.now
            record(now - planned, at: now)
            planned = now + Self.period
        }
    }

    /// The worst lateness since an instant, at most ``memory`` back.
    package func worst(since begin: ContinuousClock.Instant) -> Duration {
        lags.withLock { $0.lazy.filter { $0.at >= begin }.map(\.lag).max() ?? .zero }
    }

    package func record(_ lag: Duration, at now: ContinuousClock.Instant) {
        guard lag > Self.tolerance else { return }
        lags.withLock { lags in
            lags.removeAll { $0.at < now - Self.memory }
            lags.append((now, lag))
        }
    }
}
