import Core
import Redis
import Runtime
import Synchronization

extension FaultWork {
    /// Holds these processes, all of them or none.
    func holding(_ processes: [RedisServer], _ body: () async throws -> Void) async throws {
        guard let first = processes.first else { return try await body() }
        try await holding("process of \(first.id)") { try await holding(Array(processes.dropFirst()), body) }
    }

    /// All at the same time.
    func each(
        _ processes: [RedisServer],
        _ body: @escaping @Sendable (RedisServer) async throws -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for process in processes { group.addTask { try await body(process) } }
        }
    }

    /// What a fault leaves open that ended a process and does not start it again; `redis.start` closes it.
    private static func end(of process: RedisServer) -> String { "end of \(process.id)" }

    /// Seen when the processes have been reaped; healed when each has its place among the others again. Without a time
    /// they stay away until `redis.start`, which heals it, or for good.
    func endRedis(_ target: RedisTarget, _ manner: StopManner, downMilliseconds: Int?, _ back: RedisReturn) async throws
    {
        let topology = try fleet.topology()
        try await holdingRunning(target) { processes in
            try await each(processes) { try await topology.end($0, manner) }
            try await observed()
            guard let downMilliseconds else {
                board.update { board in for process in processes { board.leaveOpen(Self.end(of: process), occurrence) }
                }
                return
            }
            try await Task.sleep(for: .milliseconds(downMilliseconds))
            try await healing()
            try await each(processes) { try await topology.startAgain($0, back) }
            try await each(processes) { try await topology.waitUntilRestored($0) }
            try await healed()
        }
    }

    /// Starts processes that are down; returns when each has its place among the others again. Faults that ended them, and
    /// of which none is away any more, have healed then.
    func startRedis(_ processes: [RedisServer], _ back: RedisReturn) async throws {
        let topology = try fleet.topology()
        let ends = Set(processes.map(Self.end))
        let faults = board.value.healed(byClosing: ends)
        for fault in faults { try await recorder.fault(.healInvoked, fault) }
        try await each(processes) { try await topology.startAgain($0, back) }
        try await each(processes) { try await topology.waitUntilRestored($0) }
        board.update { board in for end in ends { board.close(end) } }
        for fault in faults {
            try await recorder.fault(.healObserved, fault)
            events.say(.fault(fault, .healed))
        }
    }

    /// Holds the processes that are meant, and works with those of them that run.
    ///
    /// - Throws: ``FaultFailure`` where none of them runs.
    func holdingRunning(_ target: RedisTarget, _ body: ([RedisServer]) async throws -> Void) async throws {
        let meant = try await fleet.topology().resolve(target)
        try await holding(meant) {
            let running = meant.filter(\.isRunning)
            guard !running.isEmpty else {
                throw FaultFailure(reason: "\(meant.map { "\($0.id)" }.joined(separator: ", ")) was not running")
            }
            try await body(running)
        }
    }
}
