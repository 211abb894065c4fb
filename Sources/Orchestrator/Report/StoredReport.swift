package import Core

/// Makes the report of a stored run again.
package struct StoredReport {
    private let folder: RunFolder

    package init(folder: RunFolder) {
        self.folder = folder
    }

    /// Writes `report.html` and returns what the run came to. The run is judged from its histories once more: a verdict that
    /// another version stored may have other fields. Where histories are gone, the stored verdict stands.
    ///
    /// - Throws: ``HarnessError`` where the folder does not hold enough of a run, or the file cannot be written.
    package func make() throws(HarnessError) -> RunReport {
        let judged = try StoredRun(at: folder.path)
        let manifest = judged.manifest
        var run = try stored()
        let grid = FindingGrid(clients: manifest.clients.count)
        let known = run.verdict
        if known != nil || run.failure == nil {
            let fresh = try Verification(judged, strict: run.strict, grid: grid)
            let isGone = fresh.verdict.histories.contains { history in
                history.ending == HistoryEnding.missing.description
                    && known?.histories.first { $0.name == history.name }?.complete == true
            }
            if !isGone {
                run.verdict = fresh.verdict
                run.exitCode = fresh.exitCode
            }
        }
        try ReportWriter(folder: folder).write(run, manifest: manifest, grid: grid)
        return run
    }

    /// What result.json tells, without a verdict that this version cannot read.
    private func stored() throws(HarnessError) -> RunReport {
        guard let outline = try folder.read(Outline.self, from: folder.result) else {
            throw HarnessError(
                .usage,
                "\(folder.path) has no result.json: the run did not come to its end",
                remedy: "its histories are there all the same: see 'rollcall verify'"
            )
        }
        if try isAltered(folder.result) {
            throw HarnessError(
                .inconclusive,
                "\(folder.result) or seal.json is damaged: the checksum of the one is not the other's",
                remedy: "see 'rollcall verify' for what the histories tell"
            )
        }
        var run = RunReport(
            scenario: outline.scenario,
            variant: outline.variant,
            path: outline.path,
            backplane: outline.backplane,
            seed: outline.seed,
            strict: outline.strict,
            exitCode: outline.exitCode,
            failure: outline.failure,
            reasons: outline.reasons,
            folder: folder.path,
            seconds: outline.seconds,
            traffic: outline.traffic,
            memoryKibibytes: outline.memoryKibibytes
        )
        if (try? isAltered(folder.verdict)) == false {
            run.verdict = (try? folder.read(Verdict.self, from: folder.verdict)) ?? nil
        }
        return run
    }

    private func isAltered(_ file: String) throws(HarnessError) -> Bool {
        RunSeal.look(at: try BoundedFile.read(file, atMost: 1 << 30), of: file, in: folder) == .altered
    }

    /// ``RunReport`` without its verdict.
    private struct Outline: Decodable {
        var scenario: String
        var variant: String?
        var path: String
        var backplane: BackplaneKind
        var seed: UInt64
        var strict: Bool
        var exitCode: ExitCode
        var failure: String?
        var reasons: [String]
        var seconds: Double
        var traffic: TrafficMeasure?
        var memoryKibibytes: [String: Int]
    }
}
