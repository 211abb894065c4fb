import Core

/// What GitHub Actions is told when Rollcall runs there: marks on the lines of scenario files.
package struct GitHubActions: Sendable {
    /// `GITHUB_WORKSPACE`: files are named relative to it.
    private let workspace: String?
    private let currentFolder: String
    /// `GITHUB_STEP_SUMMARY`: a file to which the job summary is added.
    package let summaryFile: String?

    /// Nil elsewhere than in a workflow.
    package init?(environment: [String: String], currentFolder: String) {
        guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
        workspace = environment["GITHUB_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 }
        summaryFile = environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
        self.currentFolder = currentFolder
    }

    /// Workflow commands for what some runs did not live up to: one for each scenario and entry, however many of its runs
    /// show it, errors first (GitHub shows ten of each kind for a step).
    package func annotations(_ batch: BatchReport) -> String {
        let runs = batch.runsByScenario
        let all = batch.summary.scenarios.flatMap { annotations($0, runs[$0.key] ?? []) }
        return (all.filter { $0.level == .error } + all.filter { $0.level == .warning }).map(\.text).joined()
    }

    /// Workflow commands for mistakes in scenario files.
    package func annotations(_ mistakes: ScenarioSetError) -> String {
        mistakes.files.flatMap { file in
            file.all.map { mistake in
                let hints = [
                    mistake.nearest.map { "did you mean '\($0)'?" }, mistake.expected.map { "expected: \($0)" },
                    mistake.remedy.map { "to mend: \($0)" },
                ]
                return GitHubAnnotation(
                    level: .error,
                    file: relative(file.path),
                    line: mistake.place.line,
                    column: mistake.place.column,
                    title: "mistake in a scenario",
                    message: ([mistake.problem] + hints.compactMap(\.self)).joined(separator: "\n")
                )
            }
        }
        .map(\.text).joined()
    }

    private struct Key: Hashable {
        var key: String
        var severity: Shortfall.Severity
    }

    private func annotations(_ summary: ScenarioSummary, _ runs: [RunReport]) -> [GitHubAnnotation] {
        var order: [Key] = []
        var found: [Key: [RunReport]] = [:]
        for run in runs where run.outcome != .interrupted {
            for key in Self.keys(of: run) {
                if found[key] == nil { order.append(key) }
                found[key, default: []].append(run)
            }
        }
        return order.compactMap { key in
            found[key].map { annotation(key, of: summary, shownIn: $0, of: runs.count) }
        }
    }

    private static func keys(of run: RunReport) -> [Key] {
        run.shortfalls.reduce(into: []) { keys, shortfall in
            let key = Key(key: shortfall.key, severity: shortfall.severity)
            if !keys.contains(key) { keys.append(key) }
        }
    }

    /// The first run stands for all of them.
    private func annotation(
        _ key: Key,
        of summary: ScenarioSummary,
        shownIn runs: [RunReport],
        of count: Int
    ) -> GitHubAnnotation {
        let run = runs[0]
        let own = run.shortfalls.filter { $0.key == key.key && $0.severity == key.severity }
        let classes = Set(own.compactMap(\.violation))
        let causes = run.causes.filter { cause in cause.violation.map(classes.contains) ?? false }.map(\.sentence)
        var lines = own.map(\.message) + causes.prefix(5)
        if causes.count > 5 { lines.append("and \(causes.count - 5) more causes") }
        if count > 1 { lines.append("in \(runs.count) of \(count) runs") }
        if !run.folder.isEmpty { lines.append("run folder: \(run.folder)") }
        lines.append("again: \(run.again)")
        // A word for the scenario as a whole would repeat the verdict.
        let entry = key.key == "scenario" ? "" : ", \(key.key)"
        return GitHubAnnotation(
            level: key.severity == .error ? .error : .warning,
            file: relative(run.path),
            line: own[0].line,
            column: own[0].column,
            title: "\(summary.title): \(run.word)\(entry)",
            message: lines.joined(separator: "\n")
        )
    }

    /// As GitHub names the file: without the workspace, without `.` and `..`.
    func relative(_ path: String) -> String {
        let absolute = path.hasPrefix("/") ? path : currentFolder + "/" + path
        let parts = Self.parts(of: absolute)
        guard let workspace else { return path }
        let root = Self.parts(of: workspace)
        guard parts.starts(with: root), parts.count > root.count else { return "/" + parts.joined(separator: "/") }
        return parts.dropFirst(root.count).joined(separator: "/")
    }

    private static func parts(of path: String) -> [String] {
        path.split(separator: "/").reduce(into: []) { parts, part in
            if part == ".." {
                _ = parts.popLast()
            } else if part != "." {
                parts.append(String(part))
            }
        }
    }
}
