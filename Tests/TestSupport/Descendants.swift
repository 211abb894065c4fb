import FoundationEssentials

/// Finds every process that a test has started, directly or not: all inherit a mark in their environment.
package struct Descendants: Sendable {
    private static let name = "ROLLCALL_TEST_MARK"
    private let mark = "\(UInt64.random(in: .min ... .max))"

    package init() {}

    /// To be given to the process that a test starts.
    package var environment: [String: String] { [Self.name: mark] }

    /// Those that live. A zombie is dead; who reaps it is not our affair.
    package func living() -> [String] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { $0.allSatisfy(\.isNumber) }.compactMap { id in
            guard
                let environment = try? Data(contentsOf: URL(filePath: "/proc/\(id)/environ")),
                environment.firstRange(of: Data("\(Self.name)=\(mark)".utf8)) != nil,
                let stat = try? Data(contentsOf: URL(filePath: "/proc/\(id)/stat"))
            else { return nil }
            let text = String(decoding: stat, as: UTF8.self)
            let state = text.split(separator: ")").last?.split(separator: " ").first
            return state == "Z" ? nil : text
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
