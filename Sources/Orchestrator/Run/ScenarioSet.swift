package import Core
import FoundationEssentials

/// The scenario files of one command line, all read and parsed before anything runs.
package struct ScenarioSet: Sendable {
    package struct Entry: Sendable {
        package var path: String
        package var source: [UInt8]
        package var file: ScenarioFile
    }

    package var entries: [Entry]

    /// Reads files, and folders with all that is below them, in the order of their names.
    ///
    /// - Throws: ``HarnessError`` with `usage` for a path that is not there, ``ScenarioSetError`` with everything that is
    ///   wrong in any of the files.
    package static func read(_ paths: [String]) throws -> ScenarioSet {
        var entries: [Entry] = []
        var mistakes: [ScenarioDiagnostics] = []
        for path in try files(in: paths) {
            // One byte more than a scenario may have shows that it has too many; the rest of a huge file costs nothing.
            let source = try BoundedFile.read(path, atMost: ScenarioFile.bytesMax + 1)
            switch ScenarioFile.parse(source, path: path) {
            case .success(let file): entries.append(Entry(path: path, source: source, file: file))
            case .failure(let diagnostics): mistakes.append(diagnostics)
            }
        }
        guard mistakes.isEmpty else { throw ScenarioSetError(files: mistakes) }
        return ScenarioSet(entries: entries)
    }

    /// What `paths` name, folders unfolded. A folder without a scenario is a mistake: it would pass as "nothing failed".
    private static func files(in paths: [String]) throws(HarnessError) -> [String] {
        var result: [String] = []
        for path in paths {
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
                throw HarnessError(
                    .usage,
                    "no such file or folder: \(path)",
                    remedy: "name scenario files or folders of them"
                )
            }
            guard isDirectory else {
                result.append(path)
                continue
            }
            let found = yamlFiles(below: path)
            guard !found.isEmpty else {
                throw HarnessError(.usage, "no *.yaml file below \(path)", remedy: "name a folder that has scenarios")
            }
            result += found
        }
        return result
    }

    private static func yamlFiles(below folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            .sorted { depth($0) == depth($1) ? $0 < $1 : depth($0) < depth($1) }
            .map { base + $0 }
    }

    private static func depth(_ path: String) -> Int { path.split(separator: "/").count }
}
