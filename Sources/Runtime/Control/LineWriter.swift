import Glibc
import NIOPosix
import Synchronization

/// Writes lines to a descriptor in order, on a thread of its own, so that whoever sends never waits for the reader.
final class LineWriter: Sendable {
    private struct State {
        var waitingBytes = 0
        var broken = false
        var giveUp: ContinuousClock.Instant?
    }

    /// A pipe with room takes so much without blocking (PIPE_BUF).
    private static let pieceBytes = 4096
    /// How often a writer that waits for the reader looks whether it shall give up.
    private static let pollMilliseconds: Int32 = 50

    private let descriptor: Int32
    private let state = Mutex(State())
    private let thread = NIOThreadPool(numberOfThreads: 1)

    /// The descriptor stays the caller's.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        thread.start()
    }

    /// Whether lines are dropped from now on.
    var isBroken: Bool { state.withLock(\.broken) }

    func write(_ line: [UInt8]) {
        let fits = state.withLock { state in
            guard !state.broken else { return false }
            guard state.waitingBytes + line.count <= ControlLoop.outputBytesMax else {
                state.broken = true
                return false
            }
            state.waitingBytes += line.count
            return true
        }
        guard fits else { return }
        thread.submit { _ in self.put(line) }
    }

    /// Waits until all is written, but not longer than `limit`; later lines are dropped.
    func close(within limit: Duration) async {
        state.withLock { $0.giveUp = .now + limit }
        await withCheckedContinuation { done in
            thread.submit { _ in
                self.state.withLock { $0.broken = true }
                done.resume()
            }
        }
        try? await thread.shutdownGracefully()
    }

    private func put(_ line: [UInt8]) {
        defer { state.withLock { $0.waitingBytes -= line.count } }
        var rest = line[...]
        while !rest.isEmpty {
            guard waitForRoom() else { return }
            let count = rest.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, min($0.count, Self.pieceBytes))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR, errno != EAGAIN {
                return state.withLock { $0.broken = true }
            }
        }
    }

    /// False when there is no more point in writing. A line that was begun is never left half-written for a line that
    /// comes after it: nothing is written any more then.
    private func waitForRoom() -> Bool {
        while true {
            let (broken, giveUp) = state.withLock { ($0.broken, $0.giveUp) }
            guard !broken else { return false }
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&wait, 1, Self.pollMilliseconds) > 0 { return true }
            if let giveUp, giveUp <= .now {
                state.withLock { $0.broken = true }
                return false
            }
        }
    }
}
