import Core
import Testing

/// A run that proves nothing is never held: one test per guard.
@Suite struct GuardTests {
    /// What the guard says, in a run that is whole but for one change.
    static func kinds(_ change: (inout RunScript) -> Void) -> [GuardKind] {
        var script = RunScript.whole()
        change(&script)
        let verdict = script.verdict()
        #expect(verdict.outcome == (verdict.guards.isEmpty ? .held : .inconclusive))
        #expect(verdict.exitCode == (verdict.guards.isEmpty ? .held : .inconclusive))
        #expect(verdict.reasons == verdict.guards.map(\.reason))
        return verdict.guardKinds
    }

    @Test func anEmptyRecordIsInconclusiveInEveryRespect() {
        let verdict = RunScript().verdict()
        #expect(verdict.outcome == .inconclusive)
        #expect(
            verdict.guardKinds == [
                .tooFewAcknowledged, .nothingDelivered, .nothingOwed, .publisherSilent, .clientNeverConnected,
                .nodeUnused,
            ]
        )
        #expect(verdict.guards.first { $0.kind == .clientNeverConnected }?.subjects == ["c1", "c2"])
    }

    @Test func fewerAcknowledgementsThanAskedFor() {
        #expect(Self.kinds { $0.manifest.expectation.acknowledgedAtLeast = 10 } == [])
        // The sentinel does not count.
        #expect(Self.kinds { $0.manifest.expectation.acknowledgedAtLeast = 11 } == [.tooFewAcknowledged])
    }

    @Test func nothingIsOwedWhereNobodyListens() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...3, to: RunScript.red)
        script.finish(4, to: RunScript.red, seenBy: [], alive: [1, 2])
        #expect(script.verdict().guardKinds == [.nothingDelivered, .nothingOwed])
    }

    @Test func aPublisherWithoutAnAcknowledgement() {
        let kinds = Self.kinds { script in
            script.manifest.publishers.append(ManifestPublisher(publisher: PublisherID(2), client: ClientID(1)))
            script.invoke(1, by: 2)
        }
        #expect(kinds == [.publisherSilent, .sentinelMissing])
    }

    @Test func aSentinelThatWasNotAcknowledged() {
        for outcome in [Outcome.fail, .info, nil] {
            var script = RunScript()
            script.connectAll()
            script.publish(1...2)
            script.deliver(1, 2, to: 1)
            script.deliver(1, 2, to: 2)
            script.invoke(3, sentinel: true)
            if let outcome { script.end(3, outcome) }
            for client in 1...2 as ClosedRange<UInt32> { script.add(.alive, client) }
            #expect(script.verdict().guardKinds == [.sentinelMissing])
        }
    }

    @Test func everyAudienceNeedsItsSentinel() {
        let kinds = Self.kinds { $0.publish(12...12, to: RunScript.ann) }
        #expect(kinds == [.sentinelMissing])
    }

    @Test func aClientThatNeverConnected() {
        let kinds = Self.kinds { $0.manifest.clients.append(ManifestClient(client: ClientID(3))) }
        #expect(kinds == [.clientNeverConnected])
    }

    @Test func aClientThatSawTheSentinelNeedsNoOtherProof() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...2)
        script.deliver(1, 2, to: 1)
        script.deliver(1, 2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [])
        #expect(script.verdict().outcome == .held)
        script.manifest.expectation.order = .none
        #expect(script.verdict().guardKinds == [.nothingOwed, .clientNotShownAlive])
    }

    @Test func aClientThatStaysAwayIsExcusedOnlyWhenItShouldNotComeBack() {
        for policy in [ReconnectPolicy.resume, .fresh, .never] {
            for ends in [true, false] {
                var script = RunScript()
                script.manifest.reconnect = policy
                script.connectAll()
                script.publish(1...2)
                script.deliver(1, 2, to: 1)
                script.deliver(1, to: 2)
                script.add(.disconnected, 2)
                if ends { script.add(.lifeEnded, 2) }
                script.finish(3, seenBy: [1], alive: [1])
                #expect(script.verdict().guardKinds == (policy == .never ? [] : [.clientNotShownAlive]))
            }
        }
    }

    @Test func aLifeThatEndsAfterItsProofIsShown() {
        #expect(Self.kinds { $0.add(.lifeEnded, 1) } == [])
    }

    @Test func aMembershipThatWasNeverConfirmed() {
        for outcome in [Outcome.fail, .info, nil] {
            let kinds = Self.kinds { script in
                script.group(.joinInvoked, 2)
                if let outcome { script.group(.joinFailed, 2, outcome) }
            }
            #expect(kinds == [.membershipUnconfirmed])
        }
        let retried = Self.kinds { script in
            script.group(.joinInvoked, 2)
            script.group(.joinFailed, 2, .fail)
            script.group(.joinInvoked, 2)
            script.group(.joined, 2)
        }
        #expect(retried == [])
    }

    @Test func aNodeThatNoClientEverMet() {
        #expect(Self.kinds { $0.manifest.nodes.append(NodeID(2)) } == [.nodeUnused])
    }

    @Test func aFaultHasToShowItsEffectAndItsHealing() {
        let steps: [HistoryKind] = [.faultInvoked, .faultObserved, .healInvoked, .healObserved]
        let wanted: [[GuardKind]] = [[.faultUnobserved], [.faultUnobserved], [], [.healUnobserved], []]
        for (count, kinds) in wanted.enumerated() {
            let found = Self.kinds { script in
                script.manifest.faults = [ManifestFault(number: 1, name: "redis.freeze", target: "redis")]
                for kind in steps.prefix(count) { script.add(kind, 1) { $0.detail = 1 } }
            }
            #expect(found == kinds, "\(count) steps")
        }
    }

    @Test func everyRepetitionOfAFaultCounts() {
        let kinds = Self.kinds { script in
            script.manifest.faults = [ManifestFault(number: 1, name: "client.drop", target: "all")]
            for kind in [HistoryKind.faultInvoked, .faultObserved] { script.add(kind, 1) { $0.detail = 1 } }
            script.add(.faultInvoked, 1) { $0.detail = 2 }
        }
        #expect(kinds == [.faultUnobserved])
    }

    @Test func aFaultThatFailedSaysWhy() {
        var script = RunScript.whole()
        script.manifest.faults = [ManifestFault(number: 1, name: "node.kill", target: "n1")]
        script.add(.faultFailed, 1) {
            $0.detail = 1
            $0.extra = 4
        }
        var sources = script.sources
        sources[1].texts = HistoryStringTable([4: "it was not running"])
        let verdict = Checker.check(script.manifest, sources)
        #expect(verdict.guardKinds == [.faultFailed])
        #expect(verdict.reasons.first?.contains("it was not running") == true)
        #expect(verdict.faults.first?.failure == "it was not running")
    }

    @Test func aFaultThatDidNotHealIsNotSaidToHaveHadNoEffect() {
        var script = RunScript.whole()
        script.manifest.faults = [ManifestFault(number: 1, name: "client.drop", target: "all clients")]
        for kind in [HistoryKind.faultInvoked, .faultObserved, .healInvoked, .faultFailed] {
            script.add(kind, 1) { $0.detail = 1 }
        }
        let verdict = script.verdict()
        #expect(verdict.guardKinds.contains(.faultFailed))
        #expect(verdict.reasons.contains { $0.contains("did not heal") })
        #expect(!verdict.reasons.contains { $0.contains("did not take effect") })
    }

    @Test(arguments: [HistoryKind.faultObserved, .faultFailed])
    func onlyAFaultThatTookEffectIsWhatALossHappenedIn(kind: HistoryKind) {
        var script = RunScript()
        script.manifest.faults = [ManifestFault(number: 1, name: "redis.freeze", target: "redis")]
        script.connectAll()
        for kind in [HistoryKind.faultInvoked, kind] { script.add(kind, 1) { $0.detail = 1 } }
        script.publish(1...2)
        script.deliver(1, 2, to: 1)
        script.deliver(2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        let loss = script.verdict()[.lost]
        #expect(loss.count == 1)
        #expect(loss.first?.fault?.number == (kind == .faultObserved ? 1 : nil))
    }

    @Test func aProvenViolationStandsWhateverElseIsInconclusive() {
        var script = RunScript.whole()
        script.deliver(3, to: 2)
        script.manifest.nodes.append(NodeID(2))
        let verdict = script.verdict()
        #expect(verdict.outcome == .violated)
        #expect(verdict.exitCode == .violated)
        #expect(verdict.reasons.count == 2)
    }
}
