import Core
import Synchronization

extension RedisFreeze: InjectableFault {
    /// Seen when the kernel shows every thread as stopped; healed when each process has its place among the others again.
    func inject(_ work: FaultWork) async throws {
        let topology = try work.fleet.topology()
        try await work.holdingRunning(redis) { processes in
            try await work.each(processes) { try await $0.freeze() }
            try await work.observed()
            let isFirst = Mutex(true)
            try await work.each(processes) { process in
                try await work.last(milliseconds: downMilliseconds, process.freeze)
                if isFirst.withLock({ first in
                    defer { first = false }
                    return first
                }) {
                    try await work.healing()
                }
                try await process.thaw()
                try await topology.waitUntilRestored(process)
                work.closed(process.freeze)
            }
            try await work.healed()
        }
    }
}

extension RedisThaw: InjectableFault {
    /// Seen when the freezes have healed.
    func inject(_ work: FaultWork) async throws {
        let meant = try await work.fleet.topology().resolve(redis)
        let frozen = meant.filter { work.board.value.isOpen($0.freeze) }
        guard !frozen.isEmpty else {
            throw FaultFailure(reason: "\(meant.map { "\($0.id)" }.joined(separator: ", ")) was not frozen")
        }
        try await work.each(frozen) { try await work.undo($0.freeze) }
        try await work.observed()
    }
}

extension RedisServer {
    /// What a freeze without a time leaves open.
    fileprivate var freeze: String { "freeze of \(id)" }
}
