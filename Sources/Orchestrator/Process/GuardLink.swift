import Core
import Glibc
import Synchronization

/// Our end of the pipe to the guard. While it is open the guard waits; when it closes, also by our death, it acts.
final class GuardLink: Sendable {
    private let descriptor: Mutex<Int32>

    /// Takes over the descriptor.
    init(descriptor: Int32) {
        // The guard reads at once. If it ever does not, a full pipe must not stop us: its loss is noticed anyway.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        self.descriptor = Mutex(descriptor)
    }

    /// Returns when the line is in the pipe, so it counts even if we die the moment after.
    ///
    /// - Returns: false when the guard does not take it.
    @discardableResult
    func tell(_ change: GuardBook.Change) -> Bool {
        let line = Array((change.line + "\n").utf8)
        return descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return false }
            // Shorter than PIPE_BUF, so it is written whole or not at all.
            return write(descriptor, line, line.count) == line.count
        }
    }

    /// Lets the guard go.
    func close() {
        descriptor.withLock { descriptor in
            closeQuietly(descriptor)
            descriptor = -1
        }
    }
}
