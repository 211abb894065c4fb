import Core
import Runtime

/// A run folder, to be judged.
struct StoredRun {
    let path: String

    func verdict(_ manifest: RunManifest, strict: Bool) -> Verdict {
        Checker.check(manifest, manifest.histories.map { HistoryFile(name: $0, in: path) }, strict: strict)
    }
}
