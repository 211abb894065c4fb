import Core
import Testing

/// Each class and its borders.
@Suite struct ViolationTests {
    static func run(
        expecting expectation: Core.Expectation = Core.Expectation(),
        _ change: (inout RunScript) -> Void
    ) -> Verdict {
        var script = RunScript(expecting: expectation)
        script.connectAll()
        change(&script)
        script.finish(900, seenBy: [1, 2], alive: [1, 2])
        return script.verdict()
    }

    @Test func aSecondCopyInOneLifeIsADuplicate() {
        for start in [ConnectionStart.resumed, .fresh] {
            let verdict = Self.run { script in
                script.publish(1...2)
                script.deliver(1, 2, to: 1)
                script.deliver(1, 2, to: 2)
                script.connect(2, start)
                script.deliver(2, to: 2)
            }
            #expect(verdict.shown == (start == .resumed ? [.duplicated: 1] : [:]))
            #expect(verdict.deliveries.redeliveries == (start == .resumed ? 0 : 1))
            #expect(verdict.clients[1].redeliveries == (start == .resumed ? 0 : 1))
        }
    }

    @Test func everyEarlierLifeIsRemembered() {
        let verdict = Self.run { script in
            script.publish(1...2)
            script.deliver(1, 2, to: 1)
            script.deliver(1, to: 2)
            script.connect(2)
            script.deliver(2, to: 2)
            script.connect(2)
            script.deliver(1, 2, to: 2)
        }
        #expect(verdict.outcome == .held)
        #expect(verdict.deliveries.redeliveries == 2)
    }

    @Test func anUnknownPublishMayArriveOnceAndNotTwice() {
        for copies in 0...2 {
            let verdict = Self.run { script in
                script.publish(1...1, .info)
                script.publish(2...2)
                script.deliver(2, to: 1)
                script.deliver(2, to: 2)
                for _ in 0..<copies { script.deliver(1, to: 2) }
            }
            #expect(verdict.shown == (copies == 2 ? [.duplicated: 1] : [:]))
        }
    }

    @Test func aMessageSeenAfterALaterOneIsOutOfOrder() {
        let verdict = Self.run { script in
            script.publish(1...3)
            script.deliver(all: 1...3, to: 1)
            script.deliver(3, 1, 2, to: 2)
        }
        #expect(verdict.shown == [.outOfOrder: 2])
        #expect(verdict[.outOfOrder].first?.sequence == 1)
        #expect(verdict[.outOfOrder].worst?.magnitude == 2)
        #expect(verdict.clients.map(\.outOfOrder) == [0, 2])
    }

    @Test func messagesUnderWayTogetherHaveNoOrderUnlessTheContractPipelines() {
        for pipelined in [false, true] {
            let verdict = Self.run(expecting: Core.Expectation(pipelined: pipelined)) { script in
                script.invoke(1)
                script.invoke(2)
                script.end(2)
                script.end(1)
                script.deliver(2, 1, to: 1)
                script.deliver(1, 2, to: 2)
            }
            #expect(verdict.shown == (pipelined ? [.outOfOrder: 1] : [:]))
        }
    }

    @Test func anUnknownPublishIsNeverLate() {
        for pipelined in [false, true] {
            let verdict = Self.run(expecting: Core.Expectation(pipelined: pipelined)) { script in
                script.publish(1...1, .info)
                script.publish(2...2)
                script.deliver(2, 1, to: 1)
                script.deliver(1, 2, to: 2)
            }
            #expect(verdict.outcome == .held)
        }
    }

    @Test func publishersAndLivesHaveNoOrderBetweenThem() {
        var script = RunScript(publishers: 2)
        script.connectAll()
        script.publish(1...2)
        script.publish(1...2, by: 2)
        script.deliver(all: 1...2, to: 1)
        script.deliver(all: 1...2, of: 2, to: 1)
        script.deliver(all: 1...2, of: 2, to: 2)
        script.deliver(all: 1...2, to: 2)
        script.connect(2)
        script.deliver(1, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [])
        script.finish(3, by: 2, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().outcome == .held)
    }

    @Test func aMessageForAnotherUserIsMisrouted() {
        let verdict = Self.run { script in
            script.publish(1...1, to: RunScript.ann)
            script.deliver(1, to: 1)
            script.deliver(1, 1, to: 2)
            script.finish(80, to: RunScript.ann, seenBy: [1], alive: [])
        }
        #expect(verdict.shown == [.misrouted: 2])
        #expect(verdict[.misrouted].first?.client == ClientID(2))
    }

    @Test func aGroupMessageIsMisroutedOnlyOutsideOfEveryPossibleMembership() {
        // Published before: nothing, while joining, while a member, while leaving, after having left.
        for (moment, isMisrouted) in [(0, false), (1, false), (2, false), (3, false), (4, true)] {
            let verdict = Self.run { script in
                let steps: [HistoryKind] = [.joinInvoked, .joined, .leaveInvoked, .left]
                for (step, kind) in steps.enumerated() {
                    if step == moment { script.publish(1...1, to: RunScript.red) }
                    script.group(kind, 2)
                }
                if moment == 4 { script.publish(1...1, to: RunScript.red) }
                script.deliver(1, to: 2)
                script.finish(80, to: RunScript.red, seenBy: [], alive: [])
            }
            #expect(verdict[.misrouted].count == (isMisrouted ? 1 : 0), "moment \(moment)")
        }
    }

    @Test func aGroupThatWasNeverJoinedMisroutes() {
        let verdict = Self.run { script in
            script.publish(1...1, to: RunScript.red)
            script.deliver(1, to: 2)
            script.group(.joinInvoked, 2)
            script.group(.joined, 2)
            script.finish(80, to: RunScript.red, seenBy: [2], alive: [])
        }
        #expect(verdict.shown == [.misrouted: 1])
    }

    @Test func aJoinThatFailedForCertainGivesNoMembershipAndAnUnknownOneMay() {
        for outcome in [Outcome.fail, .info] {
            let verdict = Self.run { script in
                script.group(.joinInvoked, 2)
                script.group(.joinFailed, 2, outcome)
                script.publish(1...1, to: RunScript.red)
                script.deliver(1, to: 2)
                script.finish(80, to: RunScript.red, seenBy: [], alive: [])
            }
            #expect(verdict[.misrouted].count == (outcome == .fail ? 1 : 0))
        }
    }

    @Test func idsThatNobodyPublishedArePhantoms() {
        let verdict = Self.run { script in
            script.publish(1...2)
            script.deliver(1, 2, to: 1)
            script.deliver(1, 2, 4, 0, .max, to: 2)
            script.deliver(1, of: 2, to: 2)
            script.deliver(1, of: .max, to: 2)
            script.deliver(1, of: 0, to: 2)
            script.add(.foreign, 2) { $0.flags = 1 }
        }
        #expect(verdict.shown == [.phantom: 7])
        #expect(verdict[.phantom].first?.sequence == 4)
    }

    @Test func aMessageWhosePublishFailedForCertainIsAborted() {
        let verdict = Self.run { script in
            script.publish(1...1, .fail)
            script.publish(1...1, .fail)
            script.publish(2...2)
            script.deliver(2, to: 1)
            script.deliver(1, 2, to: 2)
        }
        #expect(verdict.shown == [.aborted: 1])
    }

    @Test func aDamagedMessageIsCorruptedAndNotAlsoLost() {
        let verdict = Self.run { script in
            script.publish(1...2)
            script.deliver(1, 2, to: 1)
            script.add(.corrupted, 2) {
                $0.publisher = 1
                $0.sequence = 1
            }
            script.deliver(2, to: 2)
        }
        #expect(verdict.shown == [.corrupted: 1])
    }

    @Test func aDamagedMessageThatNamesNothingIsAlsoLost() {
        let verdict = Self.run { script in
            script.publish(1...2)
            script.deliver(1, 2, to: 1)
            script.add(.corrupted, 2)
            script.deliver(2, to: 2)
        }
        #expect(verdict.shown == [.corrupted: 1, .lost: 1])
    }

    @Test func theTextOfAStrayIsShown() {
        var script = RunScript.whole()
        script.add(.foreign, 2) { $0.extra = 3 }
        var sources = script.sources
        sources[0].texts = HistoryStringTable([3: "hello from elsewhere"])
        let verdict = Checker.check(script.manifest, sources)
        #expect(verdict[.phantom].first?.sample == "hello from elsewhere")
    }

    @Test func findingsAreCountedAllAndShownFew() {
        let verdict = Self.run { script in
            script.publish(1...40)
            script.deliver(all: 1...40, to: 1)
            script.deliver(all: 1...5, to: 2)
            script.deliver(all: 9...10, to: 2)
            script.deliver(all: 31...40, to: 2)
        }
        #expect(verdict.shown == [.lost: 23])
        #expect(verdict[.lost].examples.map(\.sequence) == [6, 7, 8, 11, 12, 13, 14, 15])
        #expect(verdict[.lost].worst?.magnitude == 20)
        #expect(verdict[.lost].worst?.sequence == 30)
    }

    @Test func aFindingNamesTheFaultItFellInto() {
        var script = RunScript()
        script.manifest.faults = [ManifestFault(number: 1, name: "redis.restart", target: "redis")]
        script.connectAll()
        script.publish(1...1)
        for kind in [HistoryKind.faultInvoked, .faultObserved] { script.add(kind, 1) { $0.detail = 1 } }
        script.publish(2...2)
        for kind in [HistoryKind.healInvoked, .healObserved] { script.add(kind, 1) { $0.detail = 1 } }
        script.publish(3...3)
        script.deliver(all: 1...3, to: 1)
        script.deliver(3, to: 2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict[.lost].examples.map { $0.fault?.name } == [nil, "redis.restart"])
        #expect(verdict.faults.count == 1)
    }

    @Test func whatWasDoneInAMomentIsNotToBlameForEver() {
        var script = RunScript()
        script.manifest.faults = [ManifestFault(number: 1, name: "redis.script-flush", target: "r1", isMomentary: true)]
        script.connectAll()
        script.publish(1...1)
        script.add(.faultInvoked, 1) { $0.detail = 1 }
        script.publish(2...2)
        script.add(.faultObserved, 1) { $0.detail = 1 }
        script.publish(3...4)
        script.deliver(all: 1...4, to: 1)
        script.deliver(all: 1...1, to: 2)
        script.deliver(4, to: 2)
        script.finish(5, seenBy: [1, 2], alive: [1, 2])
        let names = script.verdict()[.lost].examples.map { $0.fault?.name }
        #expect(names == ["redis.script-flush", nil])
    }

    @Test func plantedDefectsAreFoundToTheLastOne() {
        for seed in 0..<40 as Range<UInt64> {
            var random = SeededGenerator(seed: seed, purpose: "planted")
            let drops = Set(
                (0..<Int.random(in: 1...60, using: &random)).map { _ in UInt32.random(in: 1...200, using: &random) }
            )
            let doubles = Set((0..<9).map { _ in UInt32.random(in: 1...200, using: &random) }).subtracting(drops)
            let verdict = Self.run { script in
                for sequence in 1...200 as ClosedRange<UInt32> {
                    script.publish(sequence...sequence)
                    script.deliver(sequence, to: 1)
                    if !drops.contains(sequence) { script.deliver(sequence, to: 2) }
                    if doubles.contains(sequence) { script.deliver(sequence, to: 2) }
                }
            }
            #expect(verdict[.lost].count == drops.count, "seed \(seed)")
            #expect(verdict[.duplicated].count == doubles.count, "seed \(seed)")
            #expect(verdict.shown.count == (doubles.isEmpty ? 1 : 2), "seed \(seed)")
        }
    }
}
