/// What the guard process has to take down when its parent is gone: a set of processes and folders, kept by lines.
///
/// `+PID STARTTIME` and `-PID` for a process that leads its own group, `+DIR PATH` and `-DIR PATH` for a folder.
package struct GuardBook: Hashable, Sendable {
    /// Process id and start time (``ProcessStat/startTime``), in the order of their start.
    package private(set) var processes: [Process] = []
    /// Folders, in the order of their making.
    package private(set) var folders: [String] = []

    package struct Process: Hashable, Sendable {
        package var id: Int32
        package var startTime: UInt64

        package init(id: Int32, startTime: UInt64) {
            self.id = id
            self.startTime = startTime
        }
    }

    package init() {}

    /// One change of the book, and the line that carries it.
    package enum Change: Hashable, Sendable {
        case addProcess(Process)
        case removeProcess(id: Int32)
        case addFolder(String)
        case removeFolder(String)

        /// Nil when the line is none, or would let the guard harm what is not ours.
        package init?(_ line: some StringProtocol) {
            let words = line.split(separator: " ", maxSplits: 1)
            switch (words.first, words.count) {
            case ("+DIR", 2) where GuardBook.isRemovable(String(words[1])): self = .addFolder(String(words[1]))
            case ("-DIR", 2): self = .removeFolder(String(words[1]))
            case (let word?, 2) where word.first == "+":
                guard let id = Int32(word.dropFirst()), id > 1, let startTime = UInt64(words[1]) else { return nil }
                self = .addProcess(Process(id: id, startTime: startTime))
            case (let word?, 1) where word.first == "-":
                guard let id = Int32(word.dropFirst()), id > 1 else { return nil }
                self = .removeProcess(id: id)
            default: return nil
            }
        }

        /// The line without its end.
        package var line: String {
            switch self {
            case .addProcess(let process): "+\(process.id) \(process.startTime)"
            case .removeProcess(let id): "-\(id)"
            case .addFolder(let path): "+DIR \(path)"
            case .removeFolder(let path): "-DIR \(path)"
            }
        }
    }

    package mutating func apply(_ change: Change) {
        switch change {
        case .addProcess(let process):
            processes.removeAll { $0.id == process.id }
            processes.append(process)
        case .removeProcess(let id): processes.removeAll { $0.id == id }
        case .addFolder(let path): if !folders.contains(path) { folders.append(path) }
        case .removeFolder(let path): folders.removeAll { $0 == path }
        }
    }

    /// The last component of every folder that the guard may remove begins with this.
    package static let folderPrefix = "rollcall-"

    /// Only an absolute path without detours to a folder that is called as ours are is ever removed.
    package static func isRemovable(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard path.hasPrefix("/"), parts.count >= 3, let name = parts.last else { return false }
        return name.hasPrefix(folderPrefix) && !parts.dropFirst().contains { ["", ".", ".."].contains($0) }
            && !path.utf8.contains { $0 < 0x20 }
    }
}
