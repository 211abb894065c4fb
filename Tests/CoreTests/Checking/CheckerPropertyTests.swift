import Core
import Testing

/// The checker against its slow model, and against a system that is known to be right.
@Suite struct CheckerPropertyTests {
    static func check(_ manifest: RunManifest, _ files: [[HistoryRecord]]) -> Verdict {
        let header = HistoryHeader(role: .client, process: 1, run: manifest.run, clockDomain: 1, openedAt: 1)
        let sources = zip(manifest.histories, files).map { name, records in
            HistoryBytes(name: name, header: header, records: records)
        }
        return Checker.check(manifest, sources)
    }

    static func answer(_ verdict: Verdict) -> SlowModel.Answer {
        var answer = SlowModel.Answer()
        answer.raw = verdict.raw
        for report in verdict.classes where report.count > 0 { answer.counts[report.violation] = report.count }
        answer.ok = verdict.publishes.ok
        answer.fail = verdict.publishes.fail
        answer.info = verdict.publishes.info
        answer.delivered = verdict.deliveries.delivered
        answer.expected = verdict.deliveries.expected
        answer.optional = verdict.deliveries.optional
        answer.redeliveries = verdict.deliveries.redeliveries
        answer.pairs = verdict.deliveries.pairs
        answer.lostPerClient = verdict.clients.map(\.lost)
        answer.guards = Set(verdict.guards.map(\.kind))
        return answer
    }

    /// Narrow the range to one seed to look at a failure.
    static let seeds: Range<UInt64> = 0..<1_500

    @Test func aSystemThatKeepsItsPromisesIsNeverViolated() {
        var held = 0
        var expected = 0
        for seed in Self.seeds {
            let run = RunGenerator(seed: seed, ties: false)
            let verdict = Self.check(run.manifest, run.files)
            #expect(verdict.raw != .violated, "seed \(seed): \(verdict.reasons)")
            #expect(verdict.classes.allSatisfy { $0.count == 0 }, "seed \(seed): \(verdict.classes)")
            #expect(!verdict.guards.contains { $0.kind == .recordInconsistent }, "seed \(seed): \(verdict.reasons)")
            if verdict.raw == .held { held += 1 }
            expected += verdict.deliveries.expected
        }
        // The runs are worth something: many are judged to the end, and much is owed in them.
        #expect(held > Self.seeds.count / 10, "\(held) held")
        #expect(expected > Self.seeds.count * 10, "\(expected) expected")
    }

    @Test func theModelAgreesOnGoodRuns() {
        for seed in Self.seeds.prefix(500) {
            let run = RunGenerator(seed: seed, ties: true)
            var model = SlowModel(run.manifest, run.files)
            let (fast, slow) = (Self.answer(Self.check(run.manifest, run.files)), model.answer())
            #expect(fast == slow, "seed \(seed)")
        }
    }

    @Test func theModelAgreesOnDamagedRuns() {
        var shown: [ViolationClass: Int] = [:]
        for seed in Self.seeds {
            let run = RunGenerator(seed: seed, ties: true)
            var manifest = run.manifest
            manifest.expectation.pipelined = seed % 5 == 0
            let files = RunGenerator.damaged(run.files, seed: seed)
            var model = SlowModel(manifest, files)
            let (fast, slow) = (Self.answer(Self.check(manifest, files)), model.answer())
            #expect(fast == slow, "seed \(seed)")
            for (violation, count) in fast.counts { shown[violation, default: 0] += count }
        }
        for violation in JudgementTests.common + [.torn, .orderConflict, .toldGap] {
            #expect(shown[violation, default: 0] > 20, "\(violation) showed \(shown[violation, default: 0]) times")
        }
    }

    /// Answers that come before their questions are rare in runs that are spoilt at random.
    @Test func theModelAgreesOnCausalDisorder() {
        var shown = 0
        for seed in Self.seeds.prefix(400) {
            let run = RunGenerator(seed: seed, ties: true)
            var manifest = run.manifest
            manifest.expectation.order = .causal
            let files = RunGenerator.disordered(run.files, seed: seed)
            var model = SlowModel(manifest, files)
            let (fast, slow) = (Self.answer(Self.check(manifest, files)), model.answer())
            #expect(fast == slow, "seed \(seed)")
            shown += fast.counts[.causality, default: 0]
        }
        #expect(shown > 20, "\(shown)")
    }
}
