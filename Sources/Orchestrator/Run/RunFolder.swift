package import Core
package import FoundationEssentials

/// The folder that a run leaves: `OUT/SCENARIO/TIME-SEED/`, private to the user, with `OUT/latest` pointing to the newest.
package struct RunFolder: Sendable {
    package let path: String

    /// Where the processes write their histories.
    package var histories: String { path + "/histories" }
    /// One log per process.
    package var logs: String { path + "/logs" }
    package var verdict: String { path + "/verdict.json" }
    /// What came out, with what the harness itself saw.
    package var result: String { path + "/result.json" }
    /// The run as one test of a JUnit report.
    package var junit: String { path + "/junit.xml" }
    /// The report for people, where it was written: one file that needs nothing else.
    package var report: String { path + "/report.html" }
    package var manifest: String { path + "/run.json" }
    package var scenario: String { path + "/scenario.yaml" }

    /// Makes the folder. The same scenario, second and seed again gets a counter behind its name.
    package static func create(
        under out: String,
        scenario: String,
        seed: UInt64,
        now: Date
    ) throws(HarnessError) -> RunFolder {
        let root = absolute(out)
        let parent = root + "/" + scenario
        try makeDirectory(parent, intermediate: true)
        let base = "\(parent)/\(stamp(now))-\(seed)"
        for attempt in 1...1_000 {
            let folder = RunFolder(path: attempt == 1 ? base : "\(base)-\(attempt)")
            if FileManager.default.fileExists(atPath: folder.path) { continue }
            try makeDirectory(folder.path, intermediate: false)
            try makeDirectory(folder.histories, intermediate: false)
            try makeDirectory(folder.logs, intermediate: false)
            folder.pointLatest(root: root)
            return folder
        }
        throw HarnessError(
            .environment,
            "a thousand run folders named \(base) exist already",
            remedy: "remove some of them"
        )
    }

    /// Fails early when nothing can be written below `out`, before any process is started.
    package static func checkWritable(_ out: String) throws(HarnessError) {
        let root = absolute(out)
        try makeDirectory(root, intermediate: true)
        let probe = root + "/.rollcall-\(UInt64.random(in: .min ... .max))"
        guard FileManager.default.createFile(atPath: probe, contents: Data()) else {
            throw HarnessError(
                .environment,
                "cannot write in \(root)",
                remedy: "choose another folder with --out, or change its permissions"
            )
        }
        try? FileManager.default.removeItem(atPath: probe)
    }

    package func write(_ bytes: Data, to file: String) throws(HarnessError) {
        do {
            try bytes.write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw HarnessError(.environment, "cannot write \(file): \(error)")
        }
    }

    package func write(_ value: some Encodable, to file: String) throws(HarnessError) {
        try write(document(value, for: file), to: file)
    }

    /// What ``write(_:to:)`` writes: the same value gives the same bytes.
    func document(_ value: some Encodable, for file: String) throws(HarnessError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(value) + Data("\n".utf8)
        } catch {
            throw HarnessError(.bug, "cannot encode \(file): \(error)")
        }
    }

    /// Best effort: a folder without the link is still a whole run.
    private func pointLatest(root: String) {
        let link = root + "/latest"
        let fresh = "\(link).\(UInt64.random(in: .min ... .max))"
        let relative = String(path.dropFirst(root.count + 1))
        guard (try? FileManager.default.createSymbolicLink(atPath: fresh, withDestinationPath: relative)) != nil else {
            return
        }
        // rename(2) replaces the old link in one step; readers never see none.
        if !Rename.replace(fresh, with: link) { try? FileManager.default.removeItem(atPath: fresh) }
    }

    private static func makeDirectory(_ path: String, intermediate: Bool) throws(HarnessError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: intermediate,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw HarnessError(
                .environment,
                "cannot create the folder \(path)",
                remedy: "choose another with --out, or change its permissions"
            )
        }
    }

    /// A folder that an earlier run left, by a path as it was typed.
    package static func at(_ path: String) -> RunFolder { RunFolder(path: absolute(path)) }

    private static func absolute(_ path: String) -> String {
        let expanded = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return expanded.count > 1 && expanded.hasSuffix("/") ? String(expanded.dropLast()) : expanded
    }

    /// UTC, sortable, without characters that a shell or a file system minds: 20261122-184116.
    private static func stamp(_ date: Date) -> String {
        let text = date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
        return text.filter { $0.isNumber || $0 == "T" }.map { $0 == "T" ? "-" : String($0) }.joined()
    }
}
