import FoundationEssentials

/// Finds every process that a test has started, directly or not: all inherit a mark in their environment.
package struct Descendants: Sendable {
    private static let name = "ROLLCALL_TEST_MARK"
    private let mark = "\(UInt64.random(in: .min ... .max))"
    private let folder: String

    /// - Parameter folder: where those work that write over their environment, as redis-server does.
    package init(folder: String) {
        self.folder = folder
    }

    /// To be given to the process that a test starts.
    package var environment: [String: String] { [Self.name: mark] }

    /// Those that live. A zombie is dead; who reaps it is not our affair.
    package func living() -> [String] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { $0.allSatisfy(\.isNumber) }.compactMap { id in
            guard isMarked(id) || worksInFolder(id), let stat = try? Data(contentsOf: URL(filePath: "/proc/\(id)/stat"))
            else { return nil }
            let text = String(decoding: stat, as: UTF8.self)
            let state = text.split(separator: ")").last?.split(separator: " ").first
            return state == "Z" ? nil : text
        }
    }

    private func isMarked(_ id: String) -> Bool {
        let environment = try? Data(contentsOf: URL(filePath: "/proc/\(id)/environ"))
        return environment?.firstRange(of: Data("\(Self.name)=\(mark)".utf8)) != nil
    }

    private func worksInFolder(_ id: String) -> Bool {
        let current = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")
        return current?.hasPrefix(folder + "/") == true
    }

    /// Process ids of those whose stderr is the file of this name; Rollcall gives every process of a run a log of its own.
    package func ids(loggingTo name: String) -> [Int32] {
        living().compactMap { stat in
            guard let id = stat.split(separator: " ").first.flatMap({ Int32($0) }) else { return nil }
            let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/fd/2")
            return file?.hasSuffix("/\(name)") == true ? id : nil
        }
    }

    /// Process ids of those whose command line has this word.
    package func ids(withArgument word: String) -> [Int32] {
        living().compactMap { stat in
            guard
                let id = stat.split(separator: " ").first.flatMap({ Int32($0) }),
                let line = try? Data(contentsOf: URL(filePath: "/proc/\(id)/cmdline"))
            else { return nil }
            return line.split(separator: 0).dropFirst().contains(Data(word.utf8)) ? id : nil
        }
    }

    /// Waits until none lives.
    ///
    /// - Returns: those that are left at the deadline.
    package func waitForNone(within patience: Duration) async throws -> [String] {
        let deadline = ContinuousClock.now + patience
        var left = living()
        while !left.isEmpty, ContinuousClock.now < deadline {
            // /proc has no events to wait on.
            try await Task.sleep(for: .milliseconds(20))
            left = living()
        }
        return left
    }
}
