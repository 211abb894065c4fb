import Core
import Testing

/// What is owed to whom, and what is lost of it: one test per sentence of docs/checker.md.
@Suite struct EntitlementTests {
    @Test func aWholeRunIsHeld() {
        let verdict = RunScript.whole().verdict()
        #expect(verdict.outcome == .held)
        #expect(verdict.exitCode == .held)
        #expect(verdict.reasons == [])
        #expect(verdict.deliveries.expected == 22)
        #expect(verdict.deliveries.delivered == 22)
        #expect(verdict.deliveries.optional == 0)
        #expect(verdict.deliveries.pairs == 2)
        #expect(verdict.publishes.ok == 10)
        #expect(verdict.publishes.sentinelsOk == 1)
        #expect(verdict.latency.count == 22)
    }

    @Test func aGapBeforeALaterMessageIsLost() {
        var script = RunScript()
        script.connectAll()
        let from = script.now
        script.publish(1...3)
        script.deliver(1, 3, to: 2)
        script.deliver(all: 1...3, to: 1)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.outcome == .violated)
        #expect(verdict.exitCode == .violated)
        #expect(verdict.shown == [.lost: 1])
        let finding = verdict[.lost].first
        #expect(finding?.client == ClientID(2))
        #expect(finding?.publisher == PublisherID(1))
        #expect(finding?.sequence == 2)
        #expect(finding?.audience == .all)
        #expect(finding?.time == from + 2_000)
        #expect(finding?.acknowledgedAt == from + 3_000)
        #expect(finding?.node == NodeID(1))
        #expect(finding?.life == 1)
        #expect(verdict.clients.map(\.lost) == [0, 1])
        #expect(verdict.deliveries.lostInSilence == 0)
    }

    @Test func whatOnlySilenceShowsIsCountedApart() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...3)
        script.deliver(1, 3, to: 2)
        script.deliver(all: 1...3, to: 1)
        script.finish(4, seenBy: [1], alive: [1, 2])
        let verdict = script.verdict()
        // 2 was overtaken by 3; of the final message 4 there is only the client's word that it lives.
        #expect(verdict.shown == [.lost: 2])
        #expect(verdict.deliveries.lostInSilence == 1)
    }

    @Test func whatALaterMessageOvertookBeforeItsAcknowledgementIsOwedOnlyAtTheEnd() {
        var script = RunScript()
        script.connectAll()
        script.invoke(1)
        script.invoke(2)
        script.end(1)
        script.end(2)
        script.deliver(2, to: 2)
        script.add(.lifeEnded, 2)
        script.connect(2)
        script.deliver(1, 2, to: 1)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().outcome == .held)
    }

    @Test func afterTheLastMessageOfALifeNothingIsOwed() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...5)
        script.deliver(all: 1...5, to: 1)
        script.deliver(1, 2, to: 2)
        script.connect(2)
        script.finish(6, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.outcome == .held)
        // c1: 6; c2: the first of its first life, proven by the second, and the sentinel.
        #expect(verdict.deliveries.expected == 8)
        #expect(verdict.deliveries.optional == 1)
    }

    @Test func theGapOfAResumedConnectionIsOwed() {
        for start in [ConnectionStart.resumed, .fresh] {
            var script = RunScript()
            script.connectAll()
            script.publish(1...2)
            script.deliver(1, 2, to: 1)
            script.deliver(1, 2, to: 2)
            script.add(.disconnected, 2)
            script.publish(3...4)
            script.deliver(3, 4, to: 1)
            script.connect(2, start)
            script.finish(5, seenBy: [1, 2], alive: [1, 2])
            #expect(script.verdict().shown == (start == .resumed ? [.lost: 2] : [:]))
        }
    }

    @Test func onlyWhatWasInvokedAfterTheBeginningOfALifeIsOwed() {
        var script = RunScript()
        script.connect(1)
        script.invoke(1)
        script.connect(2)
        script.end(1)
        script.publish(2...2)
        script.deliver(1, 2, to: 1)
        script.deliver(2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().outcome == .held)
    }

    @Test func aLivingClientIsOwedEverythingUpToTheSentinel() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...3)
        script.deliver(all: 1...3, to: 1)
        script.finish(4, seenBy: [1], alive: [1, 2])
        // Not even the sentinel arrived: a deaf connection that answers.
        #expect(script.verdict().shown == [.lost: 4])
    }

    @Test func aProofOfLifeBeforeTheSentinelProvesNothing() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...3)
        script.deliver(all: 1...3, to: 1)
        script.add(.alive, 2)
        script.finish(4, seenBy: [1], alive: [1])
        let verdict = script.verdict()
        #expect(verdict.shown == [:])
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.guardKinds == [.clientNotShownAlive])
    }

    @Test func withoutAnOrderALaterMessageProvesNothing() {
        var script = RunScript(expecting: Core.Expectation(order: .none))
        script.connectAll()
        script.publish(1...3)
        script.deliver(all: 1...3, to: 1)
        script.deliver(3, to: 2)
        script.connect(2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().outcome == .held)
    }

    @Test func unknownAndFailedPublishesAreNotOwed() {
        for outcome in [Outcome.info, .fail] {
            var script = RunScript()
            script.connectAll()
            script.publish(1...1)
            script.publish(2...2, outcome)
            script.invoke(3)
            script.publish(4...4)
            script.deliver(1, 4, to: 1)
            script.deliver(1, 4, to: 2)
            script.finish(5, seenBy: [1, 2], alive: [1, 2])
            let verdict = script.verdict()
            #expect(verdict.outcome == .held)
            #expect(verdict.publishes.info == (outcome == .info ? 2 : 1))
            #expect(verdict.publishes.fail == (outcome == .fail ? 1 : 0))
        }
    }

    @Test func oneAcknowledgedAttemptMakesAMessageOwed() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1, .fail)
        script.publish(1...1, .info)
        script.publish(1...1)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.publishes.ok == 1)
        #expect(verdict.publishes.attempts == 4)
        #expect(verdict.shown == [.lost: 2])
    }

    @Test func aGroupIsOwedFromJoinedToLeaving() {
        var script = RunScript()
        script.connectAll()
        script.group(.joinInvoked, 2)
        script.publish(1...1, to: RunScript.red)
        script.group(.joined, 2)
        script.publish(2...4, to: RunScript.red)
        script.publish(5...5)
        script.deliver(5, to: 1)
        script.deliver(2, 5, to: 2)
        script.group(.leaveInvoked, 2)
        script.publish(6...6, to: RunScript.red)
        script.group(.left, 2)
        script.publish(7...7, to: RunScript.red)
        script.finish(8, seenBy: [1, 2], alive: [1, 2])
        script.finish(9, to: RunScript.red, seenBy: [], alive: [1, 2])
        // 3 and 4 of the group, which message 5 to everyone proves.
        #expect(script.verdict().shown == [.lost: 2])
    }

    @Test func aUserIsOwedItsMessages() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...2, to: RunScript.ann)
        script.deliver(2, to: 1)
        script.finish(3, to: RunScript.ann, seenBy: [1], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.shown == [.lost: 1])
        #expect(verdict[.lost].first?.audience == .user("ann"))
    }

    @Test func aFreshLifeEndsMemberships() {
        for start in [ConnectionStart.resumed, .fresh] {
            var script = RunScript()
            script.connectAll()
            script.group(.joinInvoked, 2)
            script.group(.joined, 2)
            script.connect(2, start)
            script.publish(1...1, to: RunScript.red)
            script.publish(2...2)
            script.deliver(2, to: 1)
            script.deliver(2, to: 2)
            script.finish(3, seenBy: [1, 2], alive: [1, 2])
            script.finish(4, to: RunScript.red, seenBy: start == .resumed ? [2] : [], alive: [1, 2])
            #expect(script.verdict().shown == (start == .resumed ? [.lost: 1] : [:]))
        }
    }

    @Test func aLeaveOfUnknownOutcomeForbidsCertaintyForTheRestOfTheLife() {
        var script = RunScript()
        script.connectAll()
        script.group(.joinInvoked, 2)
        script.group(.joined, 2)
        script.group(.leaveInvoked, 2)
        script.group(.leaveFailed, 2, .info)
        script.group(.joinInvoked, 2)
        script.group(.joined, 2)
        script.publish(1...2, to: RunScript.red)
        script.deliver(2, to: 2)
        script.publish(3...3)
        script.deliver(3, to: 1)
        script.deliver(3, to: 2)
        script.finish(4, seenBy: [1, 2], alive: [])
        script.finish(5, to: RunScript.red, seenBy: [], alive: [1, 2])
        #expect(script.verdict().shown == [:])
    }

    @Test func amongPipelinedPublishesEachIsOwedByItsOwnAcknowledgement() {
        var script = RunScript()
        script.connectAll()
        // 1 is acknowledged last; what 4 proves is 2 and 3.
        for sequence in 1...3 as ClosedRange<UInt32> { script.invoke(sequence) }
        script.end(3)
        script.end(2)
        script.invoke(4)
        script.end(1)
        script.end(4)
        script.deliver(4, to: 2)
        script.connect(2)
        script.deliver(all: 1...4, to: 1)
        script.finish(5, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.shown == [.lost: 2])
        #expect(verdict[.lost].examples.map(\.sequence) == [2, 3])
    }

    @Test func aMessageEndsAtItsFirstAcknowledgement() {
        var script = RunScript()
        script.connectAll()
        script.invoke(1)
        script.invoke(1)
        script.end(1)
        script.publish(2...2)
        script.end(1)
        script.deliver(1, 2, to: 1)
        script.deliver(2, to: 2)
        script.connect(2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().shown == [.lost: 1])
    }

    @Test func aJoinThatOverlapsALeaveGivesNothingForCertain() {
        var script = RunScript()
        script.connectAll()
        script.group(.joinInvoked, 2)
        script.group(.joined, 2)
        script.group(.leaveInvoked, 2)
        script.group(.joinInvoked, 2)
        script.group(.left, 2)
        script.group(.joined, 2)
        script.publish(1...2, to: RunScript.red)
        script.group(.leaveInvoked, 2)
        script.group(.left, 2)
        script.publish(3...3, to: RunScript.red)
        // Nor is it certain that the last leave ended it.
        script.deliver(2, 3, to: 2)
        script.publish(4...4)
        script.deliver(4, to: 1)
        script.deliver(4, to: 2)
        script.finish(5, seenBy: [1, 2], alive: [])
        script.finish(6, to: RunScript.red, seenBy: [], alive: [1, 2])
        #expect(script.verdict().shown == [:])
    }
}
