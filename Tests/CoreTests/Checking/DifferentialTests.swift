import Core
import FoundationEssentials
import TestSupport
import Testing

/// The checker against one that somebody else could have written: in another language, from the documents and from exported
/// records.
@Suite struct DifferentialTests {
    /// Generated runs; `ROLLCALL_DIFFERENTIAL=500` for more.
    private static let runs =
        ProcessInfo.processInfo.environment["ROLLCALL_DIFFERENTIAL"].flatMap { UInt64($0) } ?? 120

    /// A run that keeps its promises where the seed is a multiple of four, and a spoilt one otherwise.
    private static func run(seed: UInt64) -> (manifest: RunManifest, sources: [HistoryBytes]) {
        let run = RunGenerator(seed: seed, ties: seed % 2 == 0)
        var manifest = run.manifest
        manifest.expectation.pipelined = seed % 5 == 0
        // Disorder is seldom seen, and by few contracts.
        if seed % 4 == 1 { manifest.expectation.order = seed % 12 == 1 ? .total : .causal }
        if seed % 4 == 2 { (manifest.expectation.delivery, manifest.expectation.atomic) = (.atMostOnce, true) }
        let files =
            switch seed % 4 {
            case 0: run.files
            case 1: RunGenerator.disordered(run.files, seed: seed)
            default: RunGenerator.damaged(run.files, seed: seed)
            }
        var sources = zip(manifest.histories, files).map { name, records in
            HistoryBytes(name: name, header: header(.client, manifest.run), records: records)
        }
        if seed % 3 == 0 { sources.append(faults(in: files, weakening: &manifest)) }
        return (manifest, sources)
    }

    private static func header(_ role: HistoryRole, _ run: RunID) -> HistoryHeader {
        HistoryHeader(role: role, process: 1, run: run, clockDomain: 1, openedAt: 1)
    }

    /// A fault that heals, one that is over at once, and one that failed, with a weaker contract meanwhile.
    private static func faults(in files: [[HistoryRecord]], weakening manifest: inout RunManifest) -> HistoryBytes {
        let times = files.joined().map(\.time)
        let (first, last) = (times.min() ?? 0, times.max() ?? 0)
        let steps: [(kind: HistoryKind, fault: UInt32, share: UInt64)] = [
            (.faultInvoked, 1, 4), (.faultObserved, 1, 5), (.healInvoked, 1, 6), (.healObserved, 1, 8),
            (.faultInvoked, 2, 12), (.faultObserved, 2, 13), (.faultInvoked, 3, 1), (.faultFailed, 3, 2),
        ]
        manifest.faults = [
            ManifestFault(number: 1, name: "redis.restart", target: "r1"),
            ManifestFault(number: 2, name: "redis.flush", target: "r1", isMomentary: true),
            ManifestFault(number: 3, name: "node.kill", target: "n1"),
        ]
        manifest.expectation.duringFaults = Contract(
            delivery: .atMostOnce,
            order: manifest.expectation.order == .none ? .none : .fifo
        )
        manifest.histories.append("orchestrator")
        let records = steps.map { kind, fault, share in
            HistoryRecord(kind, subject: fault, time: first + (last - first) * share / 16, detail: 1)
        }
        return HistoryBytes(name: "orchestrator", header: header(.orchestrator, manifest.run), records: records)
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
            for violation in ViolationClass.allCases { shown[violation, default: 0] += verdict[violation].count }
        }
        // Agreement on nothing would be worth nothing.
        for violation in ViolationClass.allCases {
            #expect(shown[violation, default: 0] > 0, "no \(violation) in \(Self.runs) runs")
        }
    }
}
