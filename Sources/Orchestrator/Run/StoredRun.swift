package import Core
import FoundationEssentials
package import Runtime

/// A run folder, to be judged or looked at; nothing is started.
package struct StoredRun: Sendable {
    package let path: String
    package let manifest: RunManifest

    init(path: String, manifest: RunManifest) {
        self.path = path
        self.manifest = manifest
    }

    /// Most bytes of `run.json` that are read; ten thousand clients take one.
    private static let manifestBytesMax = 256 << 20

    /// Reads what the checker needs to know of the run in a folder, or behind a link such as `runs/latest`.
    ///
    /// - Throws: ``HarnessError``: 64 for what is no run folder or cannot be read, 2 for one whose `run.json` is damaged or of
    ///   another version.
    package init(at path: String) throws(HarnessError) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw HarnessError(
                .usage,
                "\(path): there is no such folder",
                remedy: "name a run folder, such as runs/latest"
            )
        }
        let file = RunFolder(path: path).manifest
        guard isFolder, FileManager.default.fileExists(atPath: file) else {
            let what = isFolder ? "has no run.json, so it is no run folder" : "is no folder"
            throw HarnessError(.usage, "\(path) \(what)", remedy: Self.advice(path))
        }
        let bytes = Data(try BoundedFile.read(file, atMost: Self.manifestBytesMax))
        let seal = RunSeal.look(at: bytes, of: file, in: RunFolder(path: path))
        let decoder = JSONDecoder()
        // The version first: whatever else a later one holds must not be taken for damage.
        if let format = try? decoder.decode(Format.self, from: bytes).format, format != RunManifest.currentFormat {
            throw HarnessError(
                .inconclusive,
                "\(file) is of version \(format), and this program reads version \(RunManifest.currentFormat)",
                remedy: "judge it with the Rollcall that made it"
            )
        }
        do {
            manifest = try decoder.decode(RunManifest.self, from: bytes)
        } catch {
            throw HarnessError(
                .inconclusive,
                "\(file) is damaged: \(Self.reason(error))",
                remedy: "run the scenario again"
            )
        }
        // Behind what tells more.
        guard seal != .altered else {
            throw HarnessError(
                .inconclusive,
                "\(file) or seal.json is damaged: the checksum of the one is not the other's",
                remedy: "run the scenario again"
            )
        }
        self.path = path
    }

    private struct Format: Decodable {
        var format: Int?
    }

    /// The histories that the run was to leave.
    package var sources: [HistoryFile] { manifest.histories.map { HistoryFile(name: $0, in: path) } }

    /// Judges it; `strict` by the contract alone, nil as it was judged when it was run. `grid` gets every finding.
    package func verdict(strict: Bool? = nil, grid: FindingGrid? = nil) -> Verdict {
        Checker.check(manifest, sources, strict: strict ?? manifest.isStrict ?? false, grid: grid)
    }

    /// What lies below a folder that is none of a run, where that is one or more of them.
    private static func advice(_ path: String) -> String {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let runs = entries.sorted().filter {
            FileManager.default.fileExists(atPath: RunFolder(path: "\(path)/\($0)").manifest)
        }
        guard let last = runs.last else { return "name a run folder, such as runs/latest" }
        return "name one of the run folders below it, such as \(path)/\(last)"
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        let context: DecodingError.Context
        switch error {
        case .keyNotFound(let key, let found):
            return "'\((found.codingPath + [key]).map(\.stringValue).joined(separator: "."))' is missing"
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
        @unknown default: return "\(error)"
        }
        let place = context.codingPath.map(\.stringValue).joined(separator: ".")
        return place.isEmpty ? context.debugDescription : "'\(place)': \(context.debugDescription)"
    }
}
