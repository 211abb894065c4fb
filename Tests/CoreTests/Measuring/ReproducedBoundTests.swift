import Core
import Testing

/// A scenario can be there to show that a bound is broken.
@Suite struct ReproducedBoundTests {
    /// c2 reconnects twice, and no reconnect is allowed.
    private static func script(listing bounds: [BoundName], total: Int = 0) -> RunScript {
        var script = RunScript(expecting: Core.Expectation(reproducedBounds: bounds))
        script.connectAll()
        script.publish(1...1)
        for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
        for _ in 1...2 { script.connect(2, .resumed) }
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        script.bound {
            $0.reconnectsTotal = total
            $0.reconnectsPerClient = 5
        }
        return script
    }

    @Test func aListedBoundThatIsBrokenIsWhatWasWanted() {
        let verdict = Self.script(listing: [.reconnectsTotal]).verdict()
        #expect(verdict.raw == .violated)
        #expect(verdict.outcome == .held)
        #expect(verdict.judgedByReproduction)
    }

    @Test func aListedBoundThatIsKeptIsNot() {
        let verdict = Self.script(listing: [.reconnectsTotal], total: 2).verdict()
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons == ["reconnects.total is kept, and this scenario is there to show it broken"])
    }

    @Test func anotherBoundThatIsBrokenIsAViolation() {
        let verdict = Self.script(listing: [.reconnectsPerClient]).verdict()
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons.first == "reconnects.total: 2, and at most 0 is allowed")
    }

    @Test func strictLooksAtTheBoundAlone() {
        let script = Self.script(listing: [.reconnectsTotal])
        #expect(Checker.check(script.manifest, script.sources, strict: true).outcome == .violated)
    }

    @Test func whatCannotBeMeasuredIsInconclusive() {
        var script = Self.script(listing: [.recoverWithin], total: 9)
        script.bound { $0.recoverWithinMilliseconds = 5 }
        #expect(script.verdict().outcome == .inconclusive)
    }

    @Test func theSummaryCountsItAsReproduced() throws {
        let verdict = Self.script(listing: [.reconnectsTotal]).verdict()
        let good = RunCause.of(verdict, reproducing: [], bounds: [.reconnectsTotal])
        #expect(good.map(\.isFault) == [false])
        let bad = RunCause.of(Self.script(listing: [.reconnectsPerClient]).verdict(), reproducing: [])
        #expect(bad.contains { $0.signature == "bound reconnects.total" && $0.isFault })
    }
}
