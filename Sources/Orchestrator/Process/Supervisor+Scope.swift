import Core
import FoundationEssentials
import Glibc
import Runtime
import Synchronization

/// Runs `body` with a supervisor. However `body` ends, by returning, throwing or being cancelled, nothing that it
/// started is left when this returns.
///
/// The guard process, `executable guard`, does the same when this process is killed. If the guard itself ends, `body` is
/// cancelled and everything is taken down, since the promise could not be kept any more.
///
/// - Parameters:
///   - executable: the `rollcall` that is used as guard; this one by default.
///   - guardArguments: what makes it one.
/// - Throws: what `body` throws; ``HarnessError`` with code 70 when the guard ended by itself, with 75 when a child could
///   not be taken down.
package func withSupervisor<Value: Sendable>(
    executable: String = ProgramPath.current,
    guardArguments: [String] = ["guard"],
    body: @escaping @Sendable (Supervisor) async throws -> Value
) async throws -> Value {
    Signals.ignoreSIGPIPE()
    let supervisor = try Supervisor(executable: executable, guardArguments: guardArguments)
    // A task of its own, because cancelling us must not reach guard and children before `body` has ended. Its end is
    // awaited below.
    let services = Task { await supervisor.run() }
    let result: Result<Value, any Error>
    do {
        result = .success(try await runWatched(supervisor, body))
    } catch {
        result = .failure(error)
    }
    // Likewise: taking down has deadlines, and in a cancelled task they would be over at once.
    let complete = await Task { await supervisor.takeDown() }.value
    if let complete { throw complete }
    await services.value
    return try result.get()
}

/// `body`, cancelled when the guard ends.
private func runWatched<Value: Sendable>(
    _ supervisor: Supervisor,
    _ body: @escaping @Sendable (Supervisor) async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body(supervisor) }
        group.addTask {
            let how = try await supervisor.guardEnded.value()
            throw HarnessError(.bug, "the guard process ended by itself (\(how)); everything was taken down")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { preconditionFailure("a group of two tasks has a first result") }
        return value
    }
}

extension Supervisor {
    /// Ends all children at the same time, removes the folders, and lets the guard go. The error says what is left.
    func takeDown() async -> HarnessError? {
        closeJobs()
        let left = await endChildren()
        for folder in state.withLock(\.folders) {
            // One that cannot be removed stays with the guard, which tries again.
            if (try? FileManager.default.removeItem(atPath: folder)) != nil || access(folder, F_OK) != 0 {
                guardLink.tell(.removeFolder(folder))
            }
        }
        // What is left is entered with the guard still, and it kills it.
        guardLink.close()
        let guardIsGone = try? await withDeadline(ChildProcess.killTimeout) { try await self.guardEnded.value() }
        if let left { return left }
        return guardIsGone == nil ? HarnessError(.bug, "the guard process does not end") : nil
    }

    /// A child that is between its spawn and its entry when this begins is killed as soon as it is entered.
    private func endChildren() async -> HarnessError? {
        await withTaskGroup(of: HarnessError?.self) { group in
            for child in children {
                group.addTask {
                    do {
                        try await child.end()
                        return nil
                    } catch let error as HarnessError {
                        return error
                    } catch {
                        return HarnessError(.bug, "\(child.name): \(error)")
                    }
                }
            }
            return await group.reduce(nil) { $0 ?? $1 }
        }
    }
}
