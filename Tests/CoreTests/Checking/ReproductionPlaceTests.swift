import Core
import Testing

/// `reproduces` with a place or a cause.
@Suite struct ReproductionPlaceTests {
    static func cause(_ place: String, count: Int, because signature: String = "lost because it was down") -> Cause {
        let verdict = JudgementTests.script(with: .lost, Core.Expectation()).verdict()
        guard let finding = verdict[.lost].first else { preconditionFailure("nothing was lost") }
        return Cause(
            number: 1,
            violation: .lost,
            count: count,
            breaksContract: true,
            clients: 1,
            messages: count,
            hop: .redisToNode,
            place: place,
            evidence: .shape,
            faults: [],
            first: finding,
            last: finding,
            sentence: "",
            signature: signature
        )
    }

    /// A run with one loss, judged with these causes.
    static func judge(_ wanted: ReproducedViolation..., causes: [Cause]) -> Verdict {
        let expectation = Core.Expectation(reproduces: wanted)
        var verdict = JudgementTests.script(with: .lost, expectation).verdict()
        verdict.causes = causes
        verdict.judge(by: expectation, strict: false)
        return verdict
    }

    static let here = ReproducedViolation(violation: .lost, count: 1, place: "r1 -> n2")

    @Test func theRightPlaceIsHeld() {
        let verdict = Self.judge(Self.here, causes: [Self.cause("r1 -> n2", count: 1)])
        #expect(verdict.outcome == .held)
        #expect(verdict.raw == .violated)
    }

    @Test func anotherPlaceIsViolated() {
        let verdict = Self.judge(Self.here, causes: [Self.cause("n1", count: 1)])
        #expect(verdict.outcome == .violated)
        #expect(
            verdict.reasons == [
                "1 lost at other places (n1), which this scenario does not reproduce",
                "0 lost at r1 -> n2, but exactly 1 should show",
            ]
        )
    }

    @Test func nothingElseIsTolerated() {
        let verdict = Self.judge(
            Self.here,
            causes: [Self.cause("r1 -> n2", count: 1), Self.cause("n1", count: 3)]
        )
        #expect(verdict.outcome == .violated)
        let anywhere = ReproducedViolation(violation: .lost)
        let tolerant = Self.judge(
            Self.here,
            anywhere,
            causes: [Self.cause("r1 -> n2", count: 1), Self.cause("n1", count: 3)]
        )
        #expect(tolerant.outcome == .held)
    }

    @Test func aCauseIsFoundByItsWords() {
        let wanted = ReproducedViolation(violation: .lost, cause: "it was down")
        #expect(Self.judge(wanted, causes: [Self.cause("n1", count: 1)]).outcome == .held)
        let said = ReproducedViolation(violation: .lost, cause: "its subscription was down")
        var cause = Self.cause("n1", count: 1)
        cause.sentence = "1 message lost at n1 <- Redis while its subscription was down, p1/2"
        #expect(Self.judge(said, causes: [cause]).outcome == .held)
        let other = ReproducedViolation(violation: .lost, cause: "it was frozen")
        #expect(Self.judge(other, causes: [Self.cause("n1", count: 1)]).outcome == .violated)
    }

    @Test func withoutExplanationsItIsInconclusive() {
        let verdict = Self.judge(Self.here, causes: [])
        #expect(verdict.outcome == .inconclusive)
        #expect(
            verdict.reasons == ["nothing was explained, so it is not known whether lost at r1 -> n2 showed"]
        )
    }

    @Test func whatIsNotThereAtAllNeedsNoExplanation() {
        let expectation = Core.Expectation(reproduces: [Self.here])
        let verdict = RunScript.whole(expecting: expectation).verdict()
        #expect(verdict.outcome == .violated)
    }
}
