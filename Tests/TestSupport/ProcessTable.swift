import Glibc

/// What the kernel knows about processes.
package enum ProcessTable {
    /// Whether a process with this id exists, zombies included.
    package static func holds(_ pid: Int32) -> Bool {
        kill(pid, 0) == 0 || errno != ESRCH
    }
}
