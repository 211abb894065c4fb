import Core
import Glibc
import Runtime

/// Closes a descriptor of ours that is not used any more.
func closeQuietly(_ descriptor: Int32) {
    if descriptor >= 0 { close(descriptor) }
}

/// The two ends of a pipe, closed in every child that does not get one of them as stdin or stdout.
struct PipeEnds {
    var read: Int32
    var write: Int32

    init() throws(HarnessError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw HarnessError(
                .environment,
                "no pipe to a child process: \(systemMessage(errno))",
                remedy: "raise the limit of open files with 'ulimit -n'"
            )
        }
        (read, write) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    func closeBoth() {
        closeQuietly(read)
        closeQuietly(write)
    }
}
