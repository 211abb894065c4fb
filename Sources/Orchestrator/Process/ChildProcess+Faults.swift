import Core
import Glibc
import Runtime

extension ChildProcess {
    /// How often /proc is looked at while a signal takes effect.
    private static let pollInterval: Duration = .milliseconds(1)
    /// Looks after which the signal is sent again.
    private static let pollsPerAttempt = 50

    /// SIGKILL to its process group; returns when it is gone.
    @discardableResult
    package func kill() async throws -> ChildExit {
        expectEnd()
        signal(SIGKILL)
        guard let exit = try await withDeadline(Self.killTimeout, { try await self.waitForExit() }) else {
            throw HarnessError(
                .environment,
                "\(name) (process \(processID)) is still there \(Self.killTimeout) after SIGKILL"
            )
        }
        return exit
    }

    /// SIGTERM, and SIGKILL when it is still there after the grace; returns when it is gone. A frozen process is thawed,
    /// since it could not react otherwise.
    @discardableResult
    package func terminate(grace: Duration) async throws -> ChildExit {
        expectEnd()
        signal(SIGTERM)
        signal(SIGCONT)
        if let exit = try await withDeadline(grace, { try await self.waitForExit() }) { return exit }
        return try await kill()
    }

    /// Ends it the way its specification says.
    package func end() async throws {
        switch ending {
        case .kill: try await kill()
        case .terminate(let grace): try await terminate(grace: grace)
        }
    }

    /// SIGSTOP to its process group; returns when every thread is seen to have stopped.
    ///
    /// - Throws: ``HarnessError`` when it does not take effect in time, or the process is gone.
    package func freeze() async throws {
        // A process that waits in vfork for a child which was stopped before its exec cannot stop itself: let both go
        // and try again.
        try await waitForThreads(
            "SIGSTOP",
            again: {
                self.signal(SIGCONT)
                self.signal(SIGSTOP)
            }
        ) { $0.allSatisfy(\.isStopped) }
    }

    /// SIGCONT; returns when no thread is stopped any more.
    package func thaw() async throws {
        try await waitForThreads("SIGCONT", again: { self.signal(SIGCONT) }) { !$0.contains(where: \.isStopped) }
    }

    private func waitForThreads(
        _ signal: String,
        again send: @escaping @Sendable () -> Void,
        until done: @escaping @Sendable ([ProcessStat]) -> Bool
    ) async throws {
        let seen = try await withDeadline(Self.freezeTimeout) {
            while true {
                send()
                for _ in 0..<Self.pollsPerAttempt {
                    let threads = ProcessTable.threadStates(of: self.processID)
                    if self.exit != nil || threads.isEmpty || threads.contains(where: \.isDead) { return false }
                    if done(threads) { return true }
                    try await Task.sleep(for: Self.pollInterval)
                }
            }
        }
        switch seen {
        case true?: return
        case false?: throw HarnessError(.systemFailed, "\(name) ended before \(signal) took effect")
        case nil:
            throw HarnessError(.environment, "\(signal) had no effect on \(name) within \(Self.freezeTimeout)")
        }
    }
}
