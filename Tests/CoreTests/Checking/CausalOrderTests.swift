import Core
import Testing

/// `order: causal`: nothing is seen before what its publisher had seen.
@Suite struct CausalOrderTests {
    /// p1 on c1 asks, p2 on c2 answers; c3 looks on.
    static func run(
        expecting expectation: Core.Expectation = Core.Expectation(order: .causal),
        _ change: (inout RunScript) -> Void
    ) -> Verdict {
        var script = RunScript(clients: 3, publishers: 2, expecting: expectation)
        script.carry(2, on: 2)
        script.connectAll()
        change(&script)
        for publisher in [1, 2] as [UInt32] {
            script.finish(900, by: publisher, seenBy: [1, 2, 3], alive: [1, 2, 3])
        }
        return script.verdict()
    }

    static func see(_ publishers: UInt32..., by client: UInt32, _ script: inout RunScript) {
        for publisher in publishers { script.deliver(1, of: publisher, to: client) }
    }

    @Test(arguments: [OrderContract.fifo, .total, .causal])
    func anAnswerBeforeItsQuestionIsFoundWhereTheContractIsCausal(order: OrderContract) {
        let verdict = Self.run(expecting: Core.Expectation(order: order)) { script in
            script.publish(1...1)
            Self.see(1, by: 2, &script)
            script.publish(1...1, by: 2)
            Self.see(2, by: 2, &script)
            Self.see(1, 2, by: 1, &script)
            Self.see(2, 1, by: 3, &script)
        }
        let shown: [OrderContract: [ViolationClass: Int]] = [
            .fifo: [:], .total: [.orderConflict: 1], .causal: [.causality: 1],
        ]
        #expect(verdict.shown == shown[order])
        guard order == .causal else { return }
        let finding = verdict[.causality].first
        #expect(finding?.client == ClientID(3))
        #expect(finding?.publisher == PublisherID(2))
        #expect(finding?.other?.description == "p1/1")
    }

    @Test func whatThePublisherHadNotSeenMayComeInAnyOrder() {
        let verdict = Self.run { script in
            script.publish(1...1)
            script.publish(1...1, by: 2)
            Self.see(1, 2, by: 1, &script)
            Self.see(1, 2, by: 2, &script)
            Self.see(2, 1, by: 3, &script)
        }
        #expect(verdict.outcome == .held)
    }

    @Test func aQuestionThatNeverComesIsLostAndNothingElse() {
        let verdict = Self.run { script in
            script.publish(1...1)
            Self.see(1, by: 2, &script)
            script.publish(1...1, by: 2)
            Self.see(2, by: 2, &script)
            Self.see(1, 2, by: 1, &script)
            Self.see(2, by: 3, &script)
        }
        #expect(verdict.shown == [.lost: 1])
    }

    @Test func anAnswerIsCountedOnceHoweverManyQuestionsComeLate() {
        var script = RunScript(clients: 3, publishers: 3, expecting: Core.Expectation(order: .causal))
        script.carry(3, on: 2)
        script.connectAll()
        script.publish(1...1)
        script.publish(1...1, by: 2)
        Self.see(1, 2, by: 2, &script)
        script.publish(1...1, by: 3)
        Self.see(3, by: 2, &script)
        Self.see(1, 2, 3, by: 1, &script)
        Self.see(3, 1, 2, by: 3, &script)
        for publisher in [1, 2, 3] as [UInt32] {
            script.finish(2, by: publisher, seenBy: [1, 2, 3], alive: [1, 2, 3])
        }
        #expect(script.verdict().shown == [.causality: 1])
    }

    @Test func onlyTheFirstMessageBehindASightDependsOnIt() {
        let verdict = Self.run { script in
            script.publish(1...1)
            Self.see(1, by: 2, &script)
            script.publish(1...2, by: 2)
            for client in [1, 2] as [UInt32] {
                if client == 1 { Self.see(1, by: 1, &script) }
                script.deliver(1, 2, of: 2, to: client)
            }
            script.deliver(1, 2, of: 2, to: 3)
            Self.see(1, by: 3, &script)
        }
        #expect(verdict.shown == [.causality: 1])
    }

    @Test func anotherAudienceIsToldAgain() {
        // p2 answers to red first, where c3 is not; what it then says to all still depends on the question.
        var script = RunScript(clients: 3, publishers: 2, expecting: Core.Expectation(order: .causal))
        script.carry(2, on: 2)
        script.connectAll()
        script.group(.joinInvoked, 2)
        script.group(.joined, 2)
        script.publish(1...1)
        Self.see(1, by: 2, &script)
        script.publish(1...1, by: 2, to: RunScript.red)
        script.publish(2...2, by: 2)
        script.deliver(1, 2, of: 2, to: 2)
        Self.see(1, by: 1, &script)
        script.deliver(2, of: 2, to: 1)
        script.deliver(2, of: 2, to: 3)
        Self.see(1, by: 3, &script)
        script.finish(2, by: 1, seenBy: [1, 2, 3], alive: [])
        script.finish(3, by: 2, to: RunScript.red, seenBy: [2], alive: [])
        script.finish(4, by: 2, seenBy: [1, 2, 3], alive: [1, 2, 3])
        #expect(script.verdict().shown == [.causality: 1])
    }

    @Test func anEarlierLifeThatSawTheQuestionIsRemembered() {
        let verdict = Self.run { script in
            script.publish(1...1)
            for client in 1...3 as ClosedRange<UInt32> { Self.see(1, by: client, &script) }
            script.publish(1...1, by: 2)
            script.connect(3)
            Self.see(2, 1, by: 3, &script)
            Self.see(2, by: 1, &script)
            Self.see(2, by: 2, &script)
        }
        #expect(verdict.outcome == .held)
    }
}
