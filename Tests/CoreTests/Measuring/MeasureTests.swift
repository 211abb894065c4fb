import Core
import Testing

/// Gaps, latency, connections, availability: planted and found.
@Suite struct MeasureTests {
    @Test func aGapLastsFromThePublishOfWhatIsOwedToTheNextArrival() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        // Nobody misses anything while nothing is published.
        script.pass(10_000)
        script.publish(2...2)
        script.pass(300)
        script.publish(3...3)
        script.deliver(2, 3, to: 1)
        script.deliver(2, 3, to: 2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        let measures = script.verdict().measures
        // Invoked, acknowledged, 300 us, invoked, acknowledged, two for c1, one for c2.
        #expect(measures.gapMax == 306_000)
        #expect(measures.gapClient == ClientID(2))
    }

    /// Paced traffic with stragglers, against a plain reading of the same records.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func theLongestGapIsThatOfAPlainReading(seed: UInt64) {
        var random = SeededGenerator(seed: seed, purpose: "gaps")
        var script = RunScript()
        script.connectAll()
        var late: [UInt32] = []
        for sequence in 1...40 as ClosedRange<UInt32> {
            script.pass(UInt64.random(in: 0...400, using: &random))
            script.publish(sequence...sequence)
            script.pass(UInt64.random(in: 0...60, using: &random))
            if Int.random(in: 0..<20, using: &random) > 0 { script.deliver(sequence, to: 1) }
            late.append(sequence)
            guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
            for sequence in late { script.deliver(sequence, to: 2) }
            late = []
        }
        script.finish(41, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().measures.gapMax == Self.longestGap(in: script.records))
    }

    /// Of clients that are in the audience of everything, in one life each.
    private static func longestGap(in records: [HistoryRecord]) -> UInt64 {
        let invocations = records.filter { $0.kind == .publishInvoked }.map(\.time)
        var heard: [UInt32: UInt64] = [:]
        var gap: UInt64 = 0
        for record in records where [.connected, .delivered, .alive].contains(record.kind) {
            if let last = heard[record.subject], let since = invocations.first(where: { $0 > last }) {
                let invoked = records.first {
                    record.kind == .delivered && $0.kind == .publishInvoked && $0.sequence == record.sequence
                }
                let from = invoked.map { $0.time <= last ? last : min($0.time, since) } ?? since
                if record.time > from { gap = max(gap, record.time - from) }
            } else if let last = heard[record.subject], record.kind == .delivered {
                gap = max(gap, record.time - last)
            }
            if record.kind != .alive { heard[record.subject] = record.time }
        }
        return gap
    }

    @Test func whatIsLostWasOwedToo() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.pass(100)
        script.publish(2...2)
        script.deliver(2, to: 1)
        script.pass(1_000)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.shown == [.lost: 1])
        #expect(verdict.measures.gapMax == 1_006_000)
        #expect(verdict.measures.silentLosses == 1)
    }

    @Test func aClientThatIsAliveAndHearsNothingHasAGapUpToThat() {
        var script = RunScript.whole()
        script.publish(12...12)
        script.deliver(12, to: 1)
        script.pass(2_000)
        script.finish(13, seenBy: [1], alive: [1, 2])
        #expect(script.verdict().measures.gapMax.map { $0 > 2_000_000 } == true)
        #expect(script.verdict().measures.gapClient == ClientID(2))
    }

    @Test func whoIsNotInAnAudienceWaitsForNothing() {
        var script = RunScript.whole()
        script.publish(12...12, to: RunScript.ann)
        script.pass(5_000)
        script.deliver(12, to: 1)
        script.finish(13, to: RunScript.ann, seenBy: [1], alive: [1, 2])
        #expect(script.verdict().measures.gapClient == ClientID(1))
    }

    @Test func latencyOutsideFaultsLeavesOutWhatMetOne() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.strike()
        script.publish(2...2)
        script.pass(700)
        script.deliver(2, to: 1)
        script.deliver(2, to: 2)
        // The connection that broke is back only after the healing.
        script.add(.disconnected, 2) { $0.flags = DisconnectReason.lost.rawValue }
        script.heal()
        script.publish(3...3)
        script.pass(400)
        script.connect(2, .resumed)
        script.deliver(3, to: 1)
        script.deliver(3, to: 2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.latency.count == 8)
        #expect(verdict.latency.max > 700_000)
        #expect(verdict.measures.latencyOutsideFaults.count == 4)
        #expect(verdict.measures.latencyOutsideFaults.max == 3_000)
    }

    @Test(arguments: [true, nil])
    func onlyAMomentaryFaultIsOverWithoutAHealing(isMomentary: Bool?) {
        var script = RunScript()
        script.manifest.faults = [
            ManifestFault(number: 1, name: "redis.flush", target: "r1", isMomentary: isMomentary)
        ]
        script.connectAll()
        script.strike()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().measures.latencyOutsideFaults.count == (isMomentary == true ? 4 : 0))
    }

    @Test func connectionsAreCountedFromTheBeginningOfTraffic() {
        var script = RunScript()
        script.connectAll()
        script.traffic()
        for burst in 0..<3 {
            for _ in 0..<(burst + 1) {
                script.add(.disconnected, 2) { $0.flags = DisconnectReason.lost.rawValue }
                script.connect(2, .resumed)
            }
            script.pass(2_000_000)
        }
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        let measures = script.verdict().measures
        #expect(measures.connectsPerSecondMax == 3)
        #expect(measures.reconnects == 6)
        #expect(measures.reconnectsMax == 6)
        #expect(measures.reconnectsClient == ClientID(2))
    }

    @Test func availabilityIsTheShareOfAttemptsThatWereAcknowledged() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1, .fail)
        script.publish(1...3)
        for client in 1...2 as ClosedRange<UInt32> { script.deliver(1, 2, 3, to: client) }
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().measures.publishAvailability == 0.75)
        #expect(RunScript().verdict().measures.publishAvailability == nil)
    }
}
