import Core
import Testing

/// Windows that end because the client is told of a gap.
@Suite struct ToldGapTests {
    /// c2 misses a message while it is away, comes back to its life, is told, and begins another one.
    static func told(_ expectation: Core.Expectation = Core.Expectation(), text: UInt64 = 0) -> RunScript {
        var script = RunScript(expecting: expectation)
        script.connectAll()
        script.publish(1...2)
        for client in [1, 2] as [UInt32] { script.deliver(1, 2, to: client) }
        script.add(.disconnected, 2) { $0.flags = DisconnectReason.lost.rawValue }
        script.publish(3...3)
        script.deliver(3, to: 1)
        script.connect(2, .resumed)
        tell(2, &script, text: text)
        script.add(.lifeEnded, 2)
        script.connect(2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        return script
    }

    /// c2 is told to stop in the midst of its life, for another reason, and begins another one.
    static func refused(reconnect: ReconnectPolicy) -> RunScript {
        var script = RunScript()
        script.manifest.reconnect = reconnect
        script.connectAll()
        script.publish(1...1)
        for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
        script.add(.disconnected, 2) { $0.flags = DisconnectReason.refused.rawValue }
        script.publish(2...2)
        script.deliver(2, to: 1)
        script.add(.lifeEnded, 2)
        script.connect(2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        return script
    }

    @Test func whoWouldGoOnAndIsToldToStopIsToldOfAGap() {
        let resuming = Self.refused(reconnect: .resume).verdict()
        #expect(resuming.shown == [.toldGap: 1])
        #expect(resuming.outcome == .violated)
        #expect(resuming.measures.newLives == 0)
        let fresh = Self.refused(reconnect: .fresh).verdict()
        #expect(fresh.shown == [:])
        #expect(fresh.outcome == .held)
        #expect(fresh.lapses == [.newLife: 1])
    }

    private static func tell(_ client: UInt32, _ script: inout RunScript, text: UInt64 = 0) {
        script.add(.disconnected, client) {
            $0.flags = DisconnectReason.told.rawValue
            $0.detail = 1
            $0.extra = text
        }
    }

    @Test(arguments: DeliveryContract.allCases)
    func onlyContractsWithoutGapsForbidIt(delivery: DeliveryContract) {
        let verdict = Self.told(Core.Expectation(delivery: delivery)).verdict()
        #expect(verdict.shown == [.toldGap: 1])
        #expect(verdict.guards == [])
        let isAllowed = delivery == .gapSignalled || delivery == .atMostOnce
        #expect(verdict.outcome == (isAllowed ? .held : .violated))
    }

    @Test func itIsFoundWithItsClientAndItsLife() throws {
        let verdict = Self.told().verdict()
        let finding = try #require(verdict[.toldGap].first)
        #expect(finding.client == ClientID(2))
        #expect(finding.node == NodeID(1))
        #expect(finding.life == 1)
        #expect(finding.publisher == nil)
        #expect(finding.sequence == nil)
        #expect(verdict.reasons == ["1 told-gap"])
    }

    @Test func aLossWithinTheWindowIsSilentWhateverIsToldLater() {
        var script = RunScript(expecting: Core.Expectation(delivery: .gapSignalled))
        script.connectAll()
        script.publish(1...3)
        script.deliver(1, 2, 3, to: 1)
        // 2 is skipped before the gap is told.
        script.deliver(1, 3, to: 2)
        Self.tell(2, &script)
        script.add(.lifeEnded, 2)
        script.connect(2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.shown == [.lost: 1, .toldGap: 1])
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons == ["1 lost"])
    }

    @Test func aLifeIsToldOnce() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1)
        for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
        Self.tell(2, &script)
        Self.tell(2, &script)
        script.add(.lifeEnded, 2)
        script.connect(2)
        Self.tell(2, &script)
        script.add(.lifeEnded, 2)
        script.connect(2)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().shown == [.toldGap: 2])
    }

    @Test func whatIsToldOutsideOfALifeOrBehindTheEndOfOneIsNoRecord() {
        var outside = RunScript.whole()
        outside.add(.lifeEnded, 2)
        Self.tell(2, &outside)
        #expect(outside.verdict().guardKinds.contains(.recordInconsistent))
        var resumed = RunScript.whole()
        Self.tell(2, &resumed)
        resumed.connect(2, .resumed)
        #expect(resumed.verdict().guardKinds.contains(.recordInconsistent))
    }

    @Test func aWeakerContractExcusesWhatIsToldDuringAFault() {
        func script(_ isInside: Bool) -> RunScript {
            var script = RunScript(
                expecting: Core.Expectation(duringFaults: Contract(delivery: .gapSignalled))
            )
            script.connectAll()
            script.publish(1...2)
            for client in [1, 2] as [UInt32] { script.deliver(1, 2, to: client) }
            script.fault(.faultInvoked, .faultObserved)
            if isInside { Self.tell(2, &script) }
            script.fault(.healInvoked, .healObserved)
            if !isInside { Self.tell(2, &script) }
            script.add(.lifeEnded, 2)
            script.connect(2)
            script.finish(3, seenBy: [1, 2], alive: [1, 2])
            return script
        }
        let inside = script(true).verdict()
        #expect(inside[.toldGap].count == 1)
        #expect(inside[.toldGap].excused == 1)
        #expect(inside.outcome == .held)
        #expect(script(false).verdict().outcome == .violated)
    }

    @Test(arguments: [
        ("gap: trimmed", "what the client had missed was trimmed away"),
        ("gap: otherLog", "the position of the client was in another log"),
        ("gap: whatever", nil), ("bye", nil),
    ])
    func itIsExplainedByTheNodeTheReasonAndTheFault(text: String, condition: String?) throws {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1)
        for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
        script.fault(.faultInvoked, .faultObserved, .healInvoked, .healObserved)
        Self.tell(2, &script, text: 1)
        script.add(.lifeEnded, 2)
        script.connect(2)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        let sources = [
            HistoryBytes(
                name: "clients",
                header: script.header(),
                records: script.records,
                texts: HistoryStringTable([1: text])
            ), script.sources[1],
        ]
        let verdict = Checker.check(script.manifest, sources)
        #expect(verdict[.toldGap].first?.sample == text)
        let cause = try #require(verdict.causes.first { $0.violation == .toldGap })
        #expect(cause.hop == .receivingNode)
        #expect(cause.place == "n1")
        #expect(cause.condition == condition)
        let why = condition.map { " because \($0)" } ?? ""
        #expect(cause.sentence == "1 gap told to c2 in n1\(why) (fault 1, redis.freeze)")
    }
}
