package import Core
import Glibc
import Runtime
import Synchronization

/// A child that was started by a ``Supervisor``: what it says, what it is told, and its end.
package final class ChildProcess: Sendable {
    /// How long a process that has had SIGKILL may take to be gone. Only one that hangs in the kernel needs it.
    package static let killTimeout: Duration = .seconds(10)
    /// How long SIGSTOP and SIGCONT may take to show.
    package static let freezeTimeout: Duration = .seconds(2)
    /// How many last lines of its log are shown when it ended by itself.
    package static let shownLines = 32

    package let name: String
    /// Id and start time.
    package let identity: GuardBook.Process
    package let log: LogFile
    let ending: ChildSpec.Ending

    private let input: ChildInput?
    private let lines: AsyncThrowingStream<[UInt8], any Error>
    private let ended = Latch<ChildExit>()
    private let endExpected = Mutex(false)

    init(
        spec: ChildSpec,
        identity: GuardBook.Process,
        log: LogFile,
        input: ChildInput?,
        lines: AsyncThrowingStream<[UInt8], any Error>
    ) {
        name = spec.name
        ending = spec.ending
        self.identity = identity
        self.log = log
        self.input = input
        self.lines = lines
    }

    package var processID: Int32 { identity.id }

    /// What it writes on stdout, as events. For one reader, once.
    package func events<Event: Decodable & Sendable>(_ type: Event.Type) -> ChildEvents<Event> {
        ChildEvents(name: name, lines: lines)
    }

    /// Writes one line to its stdin: its settings, or a command. Does not wait for the child to read it, and does
    /// nothing when the child has closed its stdin.
    ///
    /// - Throws: ``HarnessError`` when it has not read for so long that 64 MiB are waiting.
    package func send(_ message: some Encodable) throws {
        try input?.write(try ControlLoop.encode(message), to: name)
    }

    /// Closes its stdin: a process of ours ends then.
    package func closeInput() {
        expectEnd()
        input?.close()
    }

    /// From now on its end is no surprise. To be called before a command that makes it end.
    package func expectEnd() {
        endExpected.withLock { $0 = true }
    }

    /// From now on it has to live until it is told otherwise.
    func forbidEnd() {
        endExpected.withLock { $0 = false }
    }

    /// How it ended; nil while it runs.
    package var exit: ChildExit? { ended.current }

    /// Waits for its end. By then all it wrote has arrived, and what it left in its process group is killed.
    ///
    /// - Throws: `CancellationError` only.
    package func waitForExit() async throws -> ChildExit {
        try await ended.value()
    }

    /// What to say of a child that ended by itself: how, and its last lines.
    package func obituary(of exit: ChildExit) -> String {
        let lines = log.tail(lines: Self.shownLines)
        guard !lines.isEmpty else { return "\(name) ended: \(exit); it wrote nothing to \(log.path)" }
        return "\(name) ended: \(exit); its last lines (\(log.path)):\n"
            + lines.map { "  | \($0)" }.joined(separator: "\n")
    }

    /// To be called once, after it was reaped.
    func finish(_ status: ChildExit.Status) {
        input?.close()
        ended.set(ChildExit(status, wasExpected: endExpected.withLock { $0 }))
    }

    /// Sends a signal to its process group, unless it is gone. The start time is looked at first, so that a process id
    /// that was given to somebody else is left alone.
    func signal(_ number: Int32) {
        guard ended.current == nil, ProcessTable.stat(of: identity.id)?.startTime == identity.startTime else { return }
        _ = Glibc.kill(-identity.id, number)
    }
}
