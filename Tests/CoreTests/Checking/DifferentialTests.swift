import Core
import FoundationEssentials
import TestSupport
import Testing

/// The checker against one that somebody else could have written: in another language, from the documents and from exported
/// records.
@Suite struct DifferentialTests {
    /// Generated runs; `ROLLCALL_DIFFERENTIAL=500` for more.
    private static let runs =
        ProcessInfo.processInfo.environment["ROLLCALL_DIFFERENTIAL"].flatMap { UInt64($0) } ?? 60

    /// A run that keeps its promises where the seed is a multiple of four, and a spoilt one otherwise.
    private static func run(seed: UInt64) -> (manifest: RunManifest, sources: [HistoryBytes]) {
        let run = RunGenerator(seed: seed, ties: seed % 2 == 0)
        var manifest = run.manifest
        manifest.expectation.pipelined = seed % 5 == 0
        // The other checker knows the classes that every contract has.
        manifest.expectation.atomic = false
        if manifest.expectation.order != .none { manifest.expectation.order = .fifo }
        let files = seed % 4 == 0 ? run.files : RunGenerator.damaged(run.files, seed: seed)
        let header = HistoryHeader(role: .client, process: 1, run: manifest.run, clockDomain: 1, openedAt: 1)
        let sources = zip(manifest.histories, files).map { HistoryBytes(name: $0, header: header, records: $1) }
        return (manifest, sources)
    }

    private static func write(_ manifest: RunManifest, _ sources: [HistoryBytes], _ path: String) throws {
        var exporter = RecordExporter(manifest, as: .jsonl)
        for source in sources {
            exporter.begin(source.name, nil, texts: HistoryStringTable())
            _ = source.read(of: manifest.run) { exporter.take($0) }
        }
        try JSONEncoder().encode(manifest).write(to: URL(filePath: path + ".json"))
        try Data(exporter.bytes).write(to: URL(filePath: path + ".jsonl"))
    }

    @Test func anIndependentCheckerAgrees() async throws {
        let scratch = try ScratchDirectory(prefix: "rollcall-generated")
        defer { scratch.remove() }
        var paths: [(manifest: String, records: String)] = []
        var verdicts: [Verdict] = []
        // Other seeds than those of the model in Swift.
        for seed in 10_000..<10_000 + Self.runs {
            let (manifest, sources) = Self.run(seed: seed)
            let path = "\(scratch.path)/\(seed)"
            try Self.write(manifest, sources, path)
            paths.append((path + ".json", path + ".jsonl"))
            verdicts.append(Checker.check(manifest, sources))
        }
        let answers = try await IndependentChecker.answers(for: paths)
        var shown: [ViolationClass: Int] = [:]
        for (index, (answer, verdict)) in zip(answers, verdicts).enumerated() {
            #expect(answer == IndependentChecker.Answer(verdict), "seed \(10_000 + index)")
            for violation in IndependentChecker.classes { shown[violation, default: 0] += verdict[violation].count }
        }
        // Agreement on nothing would be worth nothing.
        for violation in IndependentChecker.classes {
            #expect(shown[violation, default: 0] > 0, "no \(violation) in \(Self.runs) runs")
        }
    }
}
