package import Core
package import FoundationEssentials

/// A stored run, judged again, beside what was stored of its verdict.
package struct Verification: Sendable {
    /// What lies in `verdict.json`.
    package enum Stored: Hashable, Sendable {
        /// The same, byte for byte.
        case same
        /// There is none: the run ended before there was anything to judge, or was cut off.
        case missing
        /// It says something else, at these places; none where only its form differs or it is no JSON.
        case different([JSONDifference.Place])
    }

    package let run: StoredRun
    package let verdict: Verdict
    /// `verdict.json` as it is to be.
    package let document: Data
    package let stored: Stored
    package let exitCode: ExitCode
    /// What keeps the run from being conclusive besides the reasons of the verdict: what the harness saw when it was run.
    package let reasons: [String]

    /// Judges it. `strict` and `grid` as in ``StoredRun/verdict(strict:grid:)``.
    ///
    /// - Throws: ``HarnessError`` with 64 where the stored verdict cannot be read.
    package init(_ run: StoredRun, strict: Bool? = nil, grid: FindingGrid? = nil) throws(HarnessError) {
        let folder = RunFolder(path: run.path)
        verdict = run.verdict(strict: strict, grid: grid)
        document = try folder.document(verdict, for: folder.verdict)
        if !FileManager.default.fileExists(atPath: folder.verdict) {
            stored = .missing
        } else {
            let old = Data(try BoundedFile.read(folder.verdict, atMost: RunFolder.documentBytesMax))
            stored = old == document ? .same : .different(JSONDifference.places(old, document) ?? [])
        }
        self.run = run
        guard let result = Self.result(folder) else {
            // Nor is it known whether the machine stood still while something seemed to be lost.
            exitCode = verdict.isViolatedBySilenceOnly ? .inconclusive : .combined([verdict.exitCode, .inconclusive])
            reasons = [
                "result.json or seal.json is missing or damaged, so what the harness saw during the run is not known"
            ]
            return
        }
        reasons = (result.failure.map { [$0] } ?? []) + result.reasons
        exitCode = stored == .same ? result.exitCode : Self.exitCode(verdict, result)
    }

    /// The part of `result.json` that decides, whatever became of the rest of its form.
    private struct Result: Decodable {
        struct Judged: Decodable {
            var exitCode: ExitCode
        }

        var exitCode: ExitCode
        var failure: String?
        var reasons: [String]
        var verdict: Judged?

        /// A violation was put down to a machine that stood still.
        var wasStarved: Bool { exitCode == .environment && verdict?.exitCode == .violated }
    }

    /// Nil for one that is not as the run left it.
    private static func result(_ folder: RunFolder) -> Result? {
        guard let bytes = try? BoundedFile.read(folder.result, atMost: RunFolder.documentBytesMax),
            RunSeal.look(at: bytes, of: folder.result, in: folder) == .intact
        else { return nil }
        return try? JSONDecoder().decode(Result.self, from: Data(bytes))
    }

    /// By the rules of the run itself, for a verdict that is not the stored one.
    private static func exitCode(_ verdict: Verdict, _ result: Result) -> ExitCode {
        let ended = result.exitCode == .violated ? .inconclusive : result.exitCode
        return .ofRun(
            verdict,
            wasStarved: result.wasStarved,
            failure: result.failure == nil ? nil : ended,
            hasReasons: !result.reasons.isEmpty
        )
    }

    /// Makes it the stored one, in `verdict.json` and where `result.json` repeats it.
    ///
    /// - Throws: ``HarnessError`` with 75 where that cannot be written.
    package func write() throws(HarnessError) {
        let folder = RunFolder(path: run.path)
        try folder.write(document, to: folder.verdict)
        guard let bytes = try? BoundedFile.read(folder.result, atMost: RunFolder.documentBytesMax),
            RunSeal.look(at: bytes, of: folder.result, in: folder) == .intact,
            var report = try? JSONDecoder().decode(RunReport.self, from: Data(bytes))
        else { return }
        report.verdict = verdict
        report.exitCode = exitCode
        try folder.write(report, to: folder.result)
        try folder.writeSeal()
    }
}

extension Verdict {
    /// All that breaks the contract are losses, whole or in part, that only silence shows: on a machine that stood still they may only be late.
    var isViolatedBySilenceOnly: Bool {
        let broken = classes.filter { $0.breaksContract && $0.count > 0 }.map(\.violation)
        let tooMuch = bounds.filter { $0.holds == false }.map(\.name)
        guard tooMuch.allSatisfy(\.isOfTime),
            Set(broken).isSubset(of: [.lost, .torn])
        else { return false }
        let isSilent = !NodeSummary.silence(of: nodes, bounds: bounds).isEmpty
        guard !broken.isEmpty || !tooMuch.isEmpty || isSilent else { return false }
        return !broken.contains(.lost) || deliveries.lostInSilence == self[.lost].count
    }
}
