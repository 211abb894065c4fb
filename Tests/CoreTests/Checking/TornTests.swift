import Core
import Testing

/// `atomic`: a message reaches all who are entitled to it, or nobody.
@Suite struct TornTests {
    static func run(
        _ outcome: Outcome = .info,
        expecting expectation: Core.Expectation = Core.Expectation(atomic: true),
        _ change: (inout RunScript) -> Void
    ) -> Verdict {
        var script = RunScript(clients: 3, expecting: expectation)
        script.connectAll()
        script.publish(1...1)
        for client in 1...3 as ClosedRange<UInt32> { script.deliver(1, to: client) }
        script.publish(2...2, outcome)
        change(&script)
        script.finish(900, seenBy: [1, 2, 3], alive: [1, 2, 3])
        return script.verdict()
    }

    @Test(arguments: 0...3)
    func anUnknownMessageIsForAllOrNobody(seers: Int) {
        let verdict = Self.run { script in
            for client in 0..<seers { script.deliver(2, to: UInt32(client + 1)) }
        }
        #expect(verdict.shown == (seers == 1 || seers == 2 ? [.torn: 1] : [:]))
        #expect(verdict.outcome == (seers == 1 || seers == 2 ? .violated : .held))
        if seers == 1 {
            #expect(verdict[.torn].first?.magnitude == 2)
            #expect(verdict[.torn].first?.client == ClientID(2))
            #expect(verdict[.torn].first?.sequence == 2)
        }
    }

    @Test func withoutTheContractNobodyAsks() {
        let verdict = Self.run(expecting: Core.Expectation()) { $0.deliver(2, to: 1) }
        #expect(verdict.outcome == .held)
        #expect(verdict.shown == [:])
    }

    @Test(arguments: [DeliveryContract.atMostOnce, .exactlyOnce, .gapSignalled])
    func anAcknowledgedMessageIsTornWhereLossesAreAllowedAndLostElsewhere(delivery: DeliveryContract) {
        let verdict = Self.run(.ok, expecting: Core.Expectation(delivery: delivery, atomic: true)) {
            $0.deliver(2, to: 1)
        }
        #expect(verdict.shown == (delivery == .atMostOnce ? [.lost: 2, .torn: 1] : [.lost: 2]))
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons == (delivery == .atMostOnce ? ["1 torn"] : ["2 lost"]))
    }

    @Test func onlyWhoIsShownToBeThereToTheEndCanMissIt() {
        // c3 begins a new life after the publish.
        let verdict = Self.run { script in
            script.deliver(2, to: 1)
            script.deliver(2, to: 2)
            script.connect(3)
        }
        #expect(verdict.outcome == .held)
    }

    @Test func aDamagedCopyIsNotMissing() {
        let verdict = Self.run { script in
            script.deliver(2, to: 1)
            script.deliver(2, to: 2)
            script.add(.corrupted, 3) {
                $0.publisher = 1
                $0.sequence = 2
            }
        }
        #expect(verdict.shown == [.corrupted: 1])
    }

    @Test func whatTookEffectBehindTheFinalMessageIsNotJudged() {
        var script = RunScript(expecting: Core.Expectation(atomic: true))
        script.connectAll()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.publish(2...2, .info)
        script.finish(3, seenBy: [1, 2], alive: [2])
        script.deliver(2, to: 1)
        script.add(.alive, 1)
        #expect(script.verdict().outcome == .held)
    }
}
