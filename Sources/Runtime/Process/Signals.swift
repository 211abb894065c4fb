import Glibc
import Synchronization

/// A signal that asks a process to end.
package enum TerminationSignal: String, Sendable, CaseIterable {
    case interrupt = "SIGINT"
    case terminate = "SIGTERM"
    case hangUp = "SIGHUP"

    package var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .hangUp: SIGHUP
        }
    }
}

/// The signals of this process.
package enum Signals {
    /// Signals that may wait in one stream to be looked at; more of them say nothing new.
    private static let waitingMax = 16

    private static let listeners = Mutex<[AsyncStream<TerminationSignal>.Continuation]>([])
    private static let installed = Mutex(false)

    /// Makes a write to a closed pipe an error instead of the end of the process. The first line of every `main`.
    package static func ignoreSIGPIPE() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Every SIGINT, SIGTERM and SIGHUP from now on; they no longer end the process by themselves.
    ///
    /// Each stream gets all of them. A child starts with the default handling again.
    package static func termination() -> AsyncStream<TerminationSignal> {
        let (stream, continuation) = AsyncStream<TerminationSignal>.makeStream(
            bufferingPolicy: .bufferingOldest(waitingMax)
        )
        listeners.withLock { $0.append(continuation) }
        let first = installed.withLock { installed in
            defer { installed = true }
            return !installed
        }
        if first { install() }
        return stream
    }

    private static func install() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { preconditionFailure("no pipe: \(systemMessage(errno))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        signalPipe = ends[1]
        let readEnd = ends[0]
        BlockingThread.start {
            var byte: UInt8 = 0
            while true {
                let count = read(readEnd, &byte, 1)
                if count == 1 { deliver(Int32(byte)) } else if errno != EINTR { return }
            }
        }
        for kind in TerminationSignal.allCases {
            signal(kind.number) { number in
                // Only what is safe inside a handler: one write, errno kept.
                let kept = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(signalPipe, &byte, 1)
                errno = kept
            }
        }
    }

    private static func deliver(_ number: Int32) {
        guard let kind = TerminationSignal.allCases.first(where: { $0.number == number }) else { return }
        listeners.withLock { listeners in
            listeners.removeAll { listener in
                if case .terminated = listener.yield(kind) { true } else { false }
            }
        }
    }
}

/// Written once before the handlers are installed, read by them.
nonisolated(unsafe) private var signalPipe: Int32 = -1
