import Core
import Testing

/// What a verdict says of the witnesses.
@Suite struct WitnessPassTests {
    private static func verdict(
        apps: [String] = [],
        _ records: [HistoryRecord],
        openedAt: UInt64 = 100
    ) -> Verdict {
        var script = RunScript.whole()
        script.manifest.audiences += apps.map { .app($0) }
        script.manifest.histories.append("witness")
        var header = script.header(.witness)
        (header.process, header.openedAt) = (2, openedAt)
        return Checker.check(
            script.manifest,
            script.sources + [HistoryBytes(name: "witness", header: header, records: records)]
        )
    }

    private static func carried(_ time: UInt64, id: UInt64, app: Int = 0, further: Bool = false) -> HistoryRecord {
        CarriedMessage(publisher: 1, sequence: UInt32(time), id: id, isFurther: further)
            .record(server: ServerID(2), app: app, time: time)
    }

    private static func listening(_ time: UInt64) -> HistoryRecord {
        HistoryRecord(.witnessListening, subject: 2, time: time)
    }

    private static func deaf(_ time: UInt64, end: Bool = false) -> HistoryRecord {
        HistoryRecord(.witnessDeaf, subject: 2, time: time, flags: end ? 1 : 0)
    }

    @Test func itCountsWhatRedisCarried() {
        let other = CarriedMessage(other: .command, id: 3).record(server: ServerID(2), app: 0, time: 203)
        let verdict = Self.verdict([
            Self.listening(150), Self.carried(201, id: 1), Self.carried(202, id: 2), other, Self.carried(204, id: 4),
            Self.deaf(300, end: true),
        ])
        var expected = WitnessSummary(name: "r2")
        (expected.messages, expected.others) = (3, 1)
        #expect(verdict.witnesses == [expected])
        #expect(verdict.outcome == .held)
    }

    @Test func anIdThatIsNotAboveTheOneBeforeWentBack() {
        let verdict = Self.verdict([
            Self.listening(150), Self.carried(201, id: 8), Self.carried(202, id: 8, further: true),
            Self.carried(203, id: 8), Self.carried(204, id: 1), Self.carried(205, id: 2), Self.carried(206, id: 0),
            Self.carried(207, id: 3),
        ])
        #expect(verdict.witnesses.map(\.idsBack) == [2])
    }

    @Test func aLogThatWentBackCountsOnceAndTheIdsBehindItDoNot() {
        let verdict = Self.verdict([
            Self.listening(150), Self.carried(201, id: 8), Self.carried(202, id: 9),
            HistoryRecord(.logWentBack, subject: 2, time: 203, extra: 8), Self.carried(204, id: 9),
            Self.carried(205, id: 10), HistoryRecord(.logWentBack, subject: 2, time: 206, extra: 0),
            Self.carried(207, id: 1),
        ])
        #expect(verdict.witnesses.map(\.idsBack) == [2])
        #expect(verdict.outcome == .held)
    }

    @Test func eachApplicationHasIdsOfItsOwn() {
        let verdict = Self.verdict(
            apps: ["chat", "shop"],
            [Self.listening(150), Self.carried(201, id: 8), Self.carried(202, id: 1, app: 1), Self.carried(203, id: 9)]
        )
        #expect(verdict.witnesses.map(\.name) == ["r2/chat", "r2/shop"])
        #expect(verdict.witnesses.map(\.messages) == [2, 1])
        #expect(verdict.witnesses.map(\.idsBack) == [0, 0])
    }

    @Test func itSaysForHowLongItDidNotListen() {
        let verdict = Self.verdict([
            Self.listening(150), Self.deaf(200), Self.listening(230), Self.deaf(300), Self.deaf(310, end: true),
        ])
        #expect(verdict.witnesses.map(\.deafNanoseconds) == [40])
    }

    @Test func oneThatNeverListenedMakesTheRunInconclusive() {
        let verdict = Self.verdict([Self.deaf(300, end: true)])
        #expect(verdict.witnesses.map(\.deafNanoseconds) == [200])
        #expect(verdict.guardKinds == [.witnessDeaf])
        #expect(verdict.outcome == .inconclusive)
    }

    @Test func itsSilenceProvesNothing() {
        // Every client has everything, and the witness nothing.
        #expect(Self.verdict([Self.listening(150), Self.deaf(160, end: true)]).outcome == .held)
    }

    @Test func recordsThatContradictTheRunAreNotBelieved() {
        let strange = HistoryRecord(.delivered, subject: 1, time: 200)
        for record in [strange, Self.carried(200, id: 1, app: 1)] {
            let verdict = Self.verdict([Self.listening(150), record])
            #expect(verdict.guardKinds.contains(.recordInconsistent))
        }
    }

    @Test func withoutItsHistoryTheRunIsInconclusive() {
        var script = RunScript.whole()
        script.manifest.histories.append("histories/witness-r1.history")
        let verdict = script.verdict()
        #expect(verdict.guardKinds == [.historyIncomplete])
        #expect(verdict.witnesses.isEmpty)
    }
}
