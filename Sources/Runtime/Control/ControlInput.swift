import Core
import Glibc

/// Reads a descriptor to its end on a thread of its own.
enum ControlInput {
    /// Bytes of one read.
    private static let readBytesMax = 64 << 10

    /// The lines of `descriptor`, which stays open and stays the caller's.
    ///
    /// Blocking reads leave the descriptor's flags alone: they belong to the open file, which a shell or ssh may share.
    static func lines(of descriptor: Int32) -> AsyncThrowingStream<[UInt8], any Error> {
        let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream(
            bufferingPolicy: .bufferingOldest(ControlLoop.commandsWaitingMax)
        )
        // The thread ends with the stream's other side, or with the process.
        BlockingThread.start {
            do {
                try read(descriptor, into: continuation)
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        return stream
    }

    private static func read(
        _ descriptor: Int32,
        into continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    ) throws {
        var splitter = LineSplitter(lineBytesMax: ControlLoop.lineBytesMax)
        var buffer = [UInt8](repeating: 0, count: readBytesMax)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    // Somebody who shares the open file made it non-blocking.
                    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    _ = poll(&wait, 1, -1)
                    continue
                default: throw ControlError(.failed("reading failed: \(systemMessage(errno))"), expected: "command")
                }
            }
            let lines: [[UInt8]]
            do {
                lines = count == 0 ? splitter.finish().map { [$0] } ?? [] : try splitter.feed(buffer[..<count])
            } catch {
                throw ControlError(
                    .lineTooLong(lineBytesMax: error.lineBytesMax),
                    expected: "command",
                    line: error.start
                )
            }
            for line in lines {
                switch continuation.yield(line) {
                case .enqueued: break
                case .dropped: throw ControlError(.tooManyWaiting, expected: "command", line: line)
                case .terminated: return
                @unknown default: return
                }
            }
            if count == 0 { return }
        }
    }
}
