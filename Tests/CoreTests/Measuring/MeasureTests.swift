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
