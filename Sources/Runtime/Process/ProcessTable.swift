package import Core
import Glibc

/// Looks at processes through /proc.
package enum ProcessTable {
    /// Nil when there is no such process any more.
    package static func stat(of process: Int32) -> ProcessStat? {
        readSmallFile("/proc/\(process)/stat").flatMap(ProcessStat.init(parsing:))
    }

    /// Whether it is there, is the one that started then, and not just waits to be reaped.
    package static func isAlive(_ process: GuardBook.Process) -> Bool {
        guard let stat = stat(of: process.id) else { return false }
        return stat.startTime == process.startTime && !stat.isDead
    }

    /// The states of all threads; empty when the process is gone.
    package static func threadStates(of process: Int32) -> [ProcessStat] {
        guard let folder = opendir("/proc/\(process)/task") else { return [] }
        defer { closedir(folder) }
        var states: [ProcessStat] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.first?.isNumber == true else { continue }
            if let stat = readSmallFile("/proc/\(process)/task/\(name)/stat").flatMap(ProcessStat.init(parsing:)) {
                states.append(stat)
            }
        }
        return states
    }

    /// Nil when it cannot be read. Reads up to 4 KiB.
    package static func readSmallFile(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
