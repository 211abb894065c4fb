import Core
import FoundationEssentials

/// The most own memory (RssAnon) each process of a run was seen with. Mapped history pages do not count: the kernel can drop
/// them at any time.
package struct MemoryPeaks: Sendable {
    /// Kibibytes by process name.
    package private(set) var kibibytes: [String: Int] = [:]

    package init() {}

    package mutating func sample(_ processes: some Sequence<(name: String, pid: Int32)>) {
        for process in processes {
            guard let now = Self.ownMemory(of: process.pid) else { continue }
            kibibytes[process.name] = max(kibibytes[process.name] ?? 0, now)
        }
    }

    /// Kibibytes; nil when the process is gone.
    static func ownMemory(of pid: Int32) -> Int? {
        guard let status = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/status")) else { return nil }
        for line in String(decoding: status, as: UTF8.self).split(separator: "\n") where line.hasPrefix("RssAnon:") {
            return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }
}
