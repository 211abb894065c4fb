import Core
import FoundationEssentials
import Glibc

/// The guard process: it holds the reading end of a pipe whose other end only its parent has. When that closes, however
/// the parent ended, whatever the parent had entered and not struck out is taken down.
package enum Guard {
    /// How long killed processes get to disappear before their folders are removed. They have had SIGKILL, so only a
    /// process that hangs in the kernel takes longer.
    package static let killTimeout: Duration = .seconds(5)

    private static let lineBytesMax = 8192
    private static let pollMicroseconds: UInt32 = 2_000

    /// The whole life of `rollcall guard`. Blocks; call it on the main thread of a process that does nothing else.
    package static func run() {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] { signal(number, SIG_IGN) }
        // Fails where the parent has done it already; Ctrl-C in the terminal must not reach the guard.
        _ = setsid()
        letGoOfOutput()
        takeDown(keepBook(reading: STDIN_FILENO))
    }

    /// Follows the lines to the end of the stream. A line that is none is left out: the guard does not give up its
    /// work for it.
    static func keepBook(reading descriptor: Int32) -> GuardBook {
        var book = GuardBook()
        var splitter = LineSplitter(lineBytesMax: lineBytesMax)
        var buffer = [UInt8](repeating: 0, count: lineBytesMax)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return book }
            guard let lines = try? splitter.feed(buffer[..<count]) else {
                splitter = LineSplitter(lineBytesMax: lineBytesMax)
                continue
            }
            for line in lines {
                if let change = GuardBook.Change(String(decoding: line, as: UTF8.self)) { book.apply(change) }
            }
        }
    }

    /// Kills what is left, each with its group, waits until it is gone, and removes the folders.
    static func takeDown(_ book: GuardBook) {
        for process in book.processes { kill(process) }
        let deadline = ContinuousClock.now + killTimeout
        while book.processes.contains(where: ProcessTable.isAlive), ContinuousClock.now < deadline {
            usleep(pollMicroseconds)
        }
        for folder in book.folders where GuardBook.isRemovable(folder) {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    /// A process that has the id but started at another time is somebody else's. With no such process at all its group
    /// may live on, and while it does the kernel gives the id to nobody.
    private static func kill(_ process: GuardBook.Process) {
        if let stat = ProcessTable.stat(of: process.id), stat.startTime != process.startTime { return }
        _ = Glibc.kill(-process.id, SIGKILL)
        if ProcessTable.stat(of: process.id)?.startTime == process.startTime { _ = Glibc.kill(process.id, SIGKILL) }
    }

    /// A copy of our stdout that outlives us would keep `rollcall run | tee` from ending.
    private static func letGoOfOutput() {
        let null = open("/dev/null", O_WRONLY)
        guard null >= 0 else { return }
        dup2(null, STDOUT_FILENO)
        dup2(null, STDERR_FILENO)
        close(null)
    }
}
