import Core
import Glibc
import Synchronization

/// What is measured while a run goes on: memory of the processes, and what was carried while traffic lasted.
final class Measures: Sendable {
    private struct State {
        var peaks = MemoryPeaks()
        var traffic: TrafficMeasure?
        var weaknesses: [String] = []
    }

    private let state = Mutex(State())

    /// How often /proc is looked at.
    private static let samplePeriod: Duration = .milliseconds(100)

    /// Watches until it is cancelled.
    func watch(_ fleet: Fleet, _ board: Observed<RunBoard>) async -> [String] {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchTraffic(board) }
            group.addTask {
                while !Task.isCancelled {
                    self.sample(fleet)
                    try? await Task.sleep(for: Self.samplePeriod)
                }
            }
        }
        return []
    }

    /// Why the run cannot be held to its whole contract; see ``Fleet/weaknesses(of:)``.
    var weaknesses: [String] { state.withLock(\.weaknesses) }

    func sample(_ fleet: Fleet) {
        let weaknesses = fleet.state.withLock(\.weaknesses)
        state.withLock { $0.weaknesses = weaknesses }
        let processes = fleet.processes + [(name: "orchestrator", pid: getpid())]
        state.withLock { $0.peaks.sample(processes) }
    }

    func fill(_ report: inout RunReport) {
        let state = state.withLock { $0 }
        report.memoryKibibytes = state.peaks.kibibytes
        report.traffic = state.traffic
    }

    private func watchTraffic(_ board: Observed<RunBoard>) async {
        guard await board.first(where: { $0.phase >= .traffic }) != nil else { return }
        let began = ContinuousClock.now
        guard let done = await board.first(where: { $0.isTrafficDone }) else { return }
        let totals = done.totals
        let measure = TrafficMeasure(
            seconds: (ContinuousClock.now - began) / .seconds(1),
            published: totals.acknowledged,
            delivered: totals.delivered
        )
        state.withLock { $0.traffic = measure }
    }
}
