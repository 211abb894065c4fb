import Core
import Testing

/// How long a run takes to recover from what was seen to heal.
@Suite struct RecoveryTests {
    /// A fault that heals before message 3; `after` tells what follows, up to the sentinel.
    static func run(_ after: (inout RunScript) -> Void) throws -> (verdict: Verdict, recovery: FaultRecovery) {
        var script = RunScript()
        script.connectAll()
        script.traffic()
        script.publish(1...2)
        script.deliver(1, 2, to: 1)
        script.deliver(1, 2, to: 2)
        script.strike()
        script.pass(100)
        script.heal()
        after(&script)
        let verdict = script.verdict()
        return (verdict, try #require(verdict.recoveries.first))
    }

    @Test func whoIsServedAtOnceRecoversAtOnce() throws {
        let (verdict, recovery) = try Self.run { script in
            script.publish(3...3)
            script.deliver(3, to: 1)
            script.deliver(3, to: 2)
            script.finish(4, seenBy: [1, 2], alive: [1, 2])
        }
        #expect(verdict.outcome == .held)
        #expect(recovery.fault == FaultReference(number: 1, repetition: 1, name: "redis.restart"))
        #expect(recovery.isRecovered == true)
        #expect(recovery.recoveredAt == recovery.healedAt)
        #expect(recovery.troubledUntil == nil)
        // Invoked, ended, first client, second client: a microsecond each.
        #expect(recovery.firstServedAt == recovery.healedAt + 3_000)
        #expect(recovery.lastServedAt == recovery.healedAt + 4_000)
        #expect(recovery.lastClient == ClientID(2))
        #expect(recovery.took == 3_000)
    }

    @Test func recoveryBeginsBehindTheLastLoss() throws {
        let (verdict, recovery) = try Self.run { script in
            script.publish(3...4)
            script.pass(50)
            script.publish(5...5)
            script.deliver(3, 5, to: 1)
            script.deliver(5, to: 2)
            script.finish(6, seenBy: [1, 2], alive: [1, 2])
        }
        // c1 lost 4, c2 lost 3 and 4, which was invoked 3 us after the healing; 5 was invoked 52 us later.
        #expect(verdict.shown == [.lost: 3])
        #expect(recovery.troubledUntil == recovery.healedAt + 3_000)
        #expect(recovery.recoveredAt == recovery.healedAt + 55_000)
        #expect(recovery.isRecovered == true)
        #expect(recovery.took == 58_000)
        #expect(recovery.lastClient == ClientID(2))
    }

    @Test func publishesThatFailAreTroubleToo() throws {
        let (_, recovery) = try Self.run { script in
            script.publish(3...5, .fail)
            script.publish(6...6)
            script.deliver(6, to: 1)
            script.deliver(6, to: 2)
            script.finish(7, seenBy: [1, 2], alive: [1, 2])
        }
        #expect(recovery.troubledUntil == recovery.healedAt + 5_000)
        #expect(recovery.recoveredAt == recovery.healedAt + 7_000)
        #expect(recovery.isRecovered == true)
    }

    @Test func aClientThatIsNeverServedKeepsARunFromRecovering() throws {
        let (verdict, recovery) = try Self.run { script in
            script.publish(3...3)
            script.deliver(3, to: 1)
            script.finish(4, seenBy: [1], alive: [1, 2])
        }
        #expect(verdict.shown == [.lost: 2])
        #expect(recovery.isRecovered == false)
        #expect(recovery.lastServedAt == nil)
        #expect(recovery.lastClient == ClientID(2))
        // From the invocation of message 3 to the proof of life.
        #expect(recovery.took == 8_000 - 1_000)
    }

    @Test func sentinelsThatAreNeverAcknowledgedAreNoRecovery() throws {
        var (verdict, recovery) = try Self.run { script in
            script.bound { $0.recoverWithinMilliseconds = 1 }
            for sequence in 3...4 as ClosedRange<UInt32> {
                script.invoke(sequence, sentinel: sequence == 4)
                script.pass(1_500)
                script.end(sequence, .info)
            }
            script.add(.alive, 1)
            script.add(.alive, 2)
        }
        #expect(recovery.isRecovered == false)
        #expect(recovery.took.map { $0 > 3_000_000 } == true)
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons.first?.hasPrefix("recover-within: 3.00") == true, "\(verdict.reasons)")
        // Whoever is not shown to be alive may be the one at fault.
        (verdict, recovery) = try Self.run { script in
            script.bound { $0.recoverWithinMilliseconds = 1 }
            script.invoke(3, sentinel: true)
            script.pass(1_500)
            script.end(3, .info)
        }
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.bounds.first?.holds == nil)
    }

    @Test func nothingPublishedTellsNothing() throws {
        let (verdict, recovery) = try Self.run { script in
            script.bound { $0.recoverWithinMilliseconds = 1_000 }
            script.add(.alive, 1)
            script.add(.alive, 2)
        }
        #expect(recovery.isRecovered == nil)
        #expect(recovery.took == nil)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reasons.contains { $0.hasPrefix("recover-within could not be measured") })
    }

    @Test func theNextFaultEndsWhatCanBeSaid() throws {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.strike(1)
        script.strike(2)
        script.heal(1)
        script.heal(2)
        script.publish(2...2)
        script.strike(1, repetition: 2)
        script.heal(1, repetition: 2)
        script.publish(3...3)
        script.deliver(2, 3, to: 1)
        script.deliver(2, 3, to: 2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.recoveries.map(\.fault.number) == [1, 1, 2])
        #expect(verdict.recoveries.map(\.fault.repetition) == [1, 2, 1])
        #expect(verdict.recoveries[0].overlappedBy?.number == 2)
        #expect(verdict.recoveries[1].isRecovered == true)
        // Message 2 was only seen after the next fault had begun.
        #expect(verdict.recoveries[2].isRecovered == false)
        #expect(verdict.recoveries[2].overlappedBy == nil)
        #expect(verdict.recoveries[2].endsAt == verdict.faults[1].invokedAt)
    }

    /// What is over in a moment neither needs time to recover nor takes it from others.
    @Test func aMomentaryFaultCutsOffNoRecovery() throws {
        let (_, recovery) = try Self.run { script in
            script.manifest.faults.append(
                ManifestFault(number: 2, name: "traffic.burst", target: "all", isMomentary: true)
            )
            script.add(.faultInvoked, 2) { $0.detail = 1 }
            script.add(.faultObserved, 2) { $0.detail = 1 }
            script.pass(700)
            script.publish(3...3)
            script.deliver(3, to: 1)
            script.deliver(3, to: 2)
            script.finish(4, seenBy: [1, 2], alive: [1, 2])
        }
        #expect(recovery.endsAt == nil)
        #expect(recovery.isRecovered == true)
    }

    /// When a fault is under way is said in one way for all.
    @Test func aFaultThatNeverTookEffectCutsOffNoRecovery() throws {
        let (_, recovery) = try Self.run { script in
            script.manifest.faults.append(ManifestFault(number: 2, name: "redis.kill", target: "r1"))
            script.add(.faultInvoked, 2) { $0.detail = 1 }
            script.add(.faultFailed, 2) { $0.detail = 1 }
            script.publish(3...3)
            script.deliver(3, to: 1)
            script.deliver(3, to: 2)
            script.finish(4, seenBy: [1, 2], alive: [1, 2])
        }
        #expect(recovery.endsAt == nil)
        #expect(recovery.isRecovered == true)
    }

    @Test func underOneThatNeverHealsTheOthersHaveTheirOwnRecoveries() throws {
        var script = RunScript()
        script.connectAll()
        script.strike(1)
        script.strike(2)
        script.heal(2)
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        let recovery = try #require(script.verdict().recoveries.first)
        #expect(recovery.fault.number == 2)
        #expect(recovery.overlappedBy == nil)
        #expect(recovery.isRecovered == true)
    }

    /// Where every recovery is cut off by the next fault, that none of them took long says nothing.
    @Test func recoveriesThatAreAllCutOffProveNothing() throws {
        let (verdict, recovery) = try Self.run { script in
            script.bound { $0.recoverWithinMilliseconds = 1_000 }
            script.publish(3...3)
            script.strike(2)
            script.deliver(3, to: 1)
            script.deliver(3, to: 2)
            script.finish(4, seenBy: [1, 2], alive: [1, 2])
        }
        #expect(recovery.isRecovered == false)
        #expect(verdict.bounds.map(\.holds) == [nil])
        #expect(verdict.outcome == .inconclusive)
    }

    /// What came before the healing, and was acknowledged behind it, serves nobody again.
    @Test func whatCameBeforeTheHealingDoesNotCount() throws {
        var script = RunScript()
        script.connectAll()
        script.traffic()
        script.strike()
        script.invoke(1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.heal()
        script.end(1)
        script.pass(500)
        script.publish(2...2)
        script.deliver(2, to: 1)
        script.deliver(2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        let recovery = try #require(script.verdict().recoveries.first)
        #expect(recovery.firstServedAt.map { $0 > recovery.healedAt + 500_000 } == true)
    }

    /// Times that contradict each other are a bug of the recorder, and told.
    @Test func anAnswerBeforeTheQuestionIsTold() {
        var script = RunScript.whole()
        script.strike()
        script.heal()
        let late = script.records.lastIndex { $0.kind == .publishEnded } ?? 0
        script.records[late].time = 1
        #expect(script.verdict().guards.map(\.kind).contains(.recordInconsistent))
    }

    @Test func aClientThatComesLaterWaitedForNothing() throws {
        let (_, recovery) = try Self.run { script in
            script.manifest.clients.append(ManifestClient(client: ClientID(3), isLate: true))
            script.publish(3...3)
            script.deliver(3, to: 1)
            script.deliver(3, to: 2)
            script.pass(500)
            script.connect(3)
            script.finish(4, seenBy: [1, 2, 3], alive: [1, 2, 3])
        }
        #expect(recovery.lastClient == ClientID(2))
        #expect(recovery.took == 3_000)
    }

    @Test func aFreshConnectionIsServedWhenItGetsSomething() throws {
        let (_, recovery) = try Self.run { script in
            script.add(.disconnected, 2) { $0.flags = DisconnectReason.lost.rawValue }
            script.add(.lifeEnded, 2)
            script.publish(3...3)
            script.deliver(3, to: 1)
            script.pass(500)
            script.connect(2)
            script.publish(4...4)
            script.deliver(4, to: 1)
            script.deliver(4, to: 2)
            script.finish(5, seenBy: [1, 2], alive: [1, 2])
        }
        #expect(recovery.lastClient == ClientID(2))
        #expect(recovery.isRecovered == true)
        #expect(recovery.took.map { $0 > 500_000 } == true)
    }
}
