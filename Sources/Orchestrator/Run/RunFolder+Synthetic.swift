package import Core
package import Runtime

extension RunFolder {
    /// Makes a whole run folder of one that a synthetic run wrote its histories to, so that it can be judged, explained and drawn.
    ///
    /// - Throws: ``HarnessError`` with 75 where it cannot be written.
    package func store(_ run: SyntheticRun, _ verdict: Verdict, seconds: Double) throws(HarnessError) {
        let manifest = run.manifest
        var report = RunReport(
            scenario: manifest.scenario,
            path: "bench checker",
            backplane: manifest.backplane,
            seed: manifest.seed,
            strict: false,
            exitCode: verdict.exitCode,
            reasons: [],
            folder: path,
            seconds: seconds,
            memoryKibibytes: [:]
        )
        report.verdict = verdict
        try write(manifest, to: self.manifest)
        try write(verdict, to: self.verdict)
        try write(report, to: result)
        try writeSeal()
    }
}
