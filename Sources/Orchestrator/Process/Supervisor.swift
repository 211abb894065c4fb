import Core
import Glibc
import NIOPosix
import Runtime
import Synchronization

/// Starts child processes and answers for their end. Lives inside ``withSupervisor(executable:guardArguments:body:)``.
package final class Supervisor: Sendable {
    struct State {
        var children: [Int32: ChildProcess] = [:]
        var folders: [String] = []
        /// Nothing is started any more.
        var closed = false
    }

    typealias Job = @Sendable () async -> Void

    /// Children that ended although nobody asked them to, as it happens. For one reader.
    package let unexpectedEnds: AsyncStream<ChildProcess>
    private let unexpectedEnd: AsyncStream<ChildProcess>.Continuation

    let state = Mutex(State())
    let guardLink: GuardLink
    /// Set when the guard process lives, or never will.
    private let guardStarted = Latch<Void>()
    /// Set when the guard process has ended, with how it did.
    let guardEnded = Latch<String>()
    private let jobs: AsyncStream<Job>
    private let addJob: AsyncStream<Job>.Continuation
    private let guardProcess: GuardProcess

    init(executable: String, guardArguments: [String]) throws(HarnessError) {
        let pipe = try PipeEnds()
        guardLink = GuardLink(descriptor: pipe.write)
        guardProcess = GuardProcess(executable: executable, arguments: guardArguments, stdin: pipe.read)
        // At most one element per child that was started; both are read as long as the supervisor lives.
        (jobs, addJob) = AsyncStream<Job>.makeStream(bufferingPolicy: .unbounded)
        (unexpectedEnds, unexpectedEnd) = AsyncStream<ChildProcess>.makeStream(bufferingPolicy: .unbounded)
    }

    /// The lifetime of the guard and of all children: returns when none is left and none can be started any more.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                let how = await self.guardProcess.run { self.guardStarted.set(()) }
                self.guardEnded.set(how)
                self.guardStarted.set(())
            }
            for await job in jobs { group.addTask { await job() } }
        }
    }

    /// Starts a child and enters it with the guard.
    ///
    /// - Throws: ``HarnessError``: 69 when the program or `setpriv` is missing, 75 when the system cannot start it.
    package func start(_ spec: ChildSpec) async throws -> ChildProcess {
        let command = try ChildCommand(spec, parent: getpid())
        let log = LogFile(path: spec.log)
        let spawn = try await ChildSpawn(
            spec: spec,
            command: command,
            log: log,
            group: .singletonMultiThreadedEventLoopGroup
        )
        let started = Latch<Result<ChildProcess, HarnessError>>()
        let accepted = state.withLock { state in
            guard !state.closed else { return false }
            addJob.yield { await self.live(spawn, started: started) }
            return true
        }
        guard accepted else {
            spawn.abandon()
            throw HarnessError(.interrupted, "\(spec.name) is not started: everything is being taken down")
        }
        // Not cancellable: a child that was started has to be known. Spawning takes milliseconds.
        return try await Task { try await started.value() }.value.get()
    }

    /// A new folder for what the run needs and nobody wants to keep; it is removed at the end, also when we are killed.
    ///
    /// - Throws: ``HarnessError`` with code 75; `CancellationError` before the guard is there.
    package func temporaryFolder(using generator: inout some RandomNumberGenerator) async throws -> String {
        // Processes are tied to us in other ways too; a folder has nobody but the guard.
        try await guardStarted.value()
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let trimmed = parent.count > 1 && parent.hasSuffix("/") ? String(parent.dropLast()) : parent
        let number = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
        let path = "\(trimmed)/\(GuardBook.folderPrefix)\(number)"
        guard GuardBook.isRemovable(path) else {
            throw HarnessError(
                .environment,
                "TMPDIR is no absolute path without detours: '\(parent)'",
                remedy: "set TMPDIR to a folder such as /tmp"
            )
        }
        // Entered first: there is no moment at which the folder is there and nobody would remove it.
        guardLink.tell(.addFolder(path))
        state.withLock { $0.folders.append(path) }
        try PrivateFolder.make(path)
        return path
    }

    /// The children that run now.
    package var children: [ChildProcess] { state.withLock { Array($0.children.values) } }

    func closeJobs() {
        state.withLock { $0.closed = true }
        addJob.finish()
    }

    /// One child from spawn to end.
    private func live(_ spawn: ChildSpawn, started: Latch<Result<ChildProcess, HarnessError>>) async {
        do {
            let (child, status) = try await spawn.run { child in
                // In this order: what the guard does not know yet is tied to us by its stdin or by the system.
                self.guardLink.tell(.addProcess(child.identity))
                let tooLate = self.state.withLock { state in
                    state.children[child.processID] = child
                    return state.closed
                }
                if tooLate {
                    child.expectEnd()
                    child.signal(SIGKILL)
                }
                started.set(.success(child))
            }
            // Whatever it has started itself ends with it. Its id cannot be somebody else's while its group lives.
            _ = kill(-child.processID, SIGKILL)
            guardLink.tell(.removeProcess(id: child.processID))
            await spawn.drain()
            state.withLock { _ = $0.children.removeValue(forKey: child.processID) }
            child.finish(status)
            if child.exit?.wasExpected == false { unexpectedEnd.yield(child) }
        } catch {
            started.set(.failure(error))
        }
    }
}
