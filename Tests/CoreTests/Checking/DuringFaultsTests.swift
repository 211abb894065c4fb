import Core
import Testing

/// A weaker contract while a fault lasts, and the strong one before and after.
@Suite struct DuringFaultsTests {
    static func expectation(_ weak: Contract, grace: Int = 0) -> Core.Expectation {
        Core.Expectation(duringFaults: weak, graceMilliseconds: grace)
    }

    enum Moment: CaseIterable {
        case before, during, inGrace, after
    }

    static func place(_ moment: Moment, _ happen: (inout RunScript) -> Void, _ script: inout RunScript) {
        if moment == .before { happen(&script) }
        script.fault(.faultInvoked, .faultObserved)
        if moment == .during { happen(&script) }
        script.fault(.healInvoked, .healObserved)
        if moment == .inGrace { happen(&script) }
        script.wait(milliseconds: 6)
        if moment == .after { happen(&script) }
    }

    static func run(_ moment: Moment, _ weak: Contract, _ happen: (inout RunScript) -> Void) -> Verdict {
        var script = RunScript(expecting: expectation(weak, grace: 5))
        script.connectAll()
        place(moment, happen, &script)
        script.finish(900, seenBy: [1, 2], alive: [1, 2])
        return script.verdict()
    }

    @Test(arguments: Moment.allCases)
    func lossesAreAllowedInTheWindowOnly(moment: Moment) {
        let verdict = Self.run(moment, Contract(delivery: .atMostOnce)) { script in
            script.publish(1...3)
            script.deliver(all: 1...3, to: 1)
            script.deliver(1, 3, to: 2)
        }
        let isAllowed = moment == .during || moment == .inGrace
        #expect(verdict.outcome == (isAllowed ? .held : .violated))
        #expect(verdict[.lost].count == 1)
        #expect(verdict[.lost].excused == (isAllowed ? 1 : 0))
        #expect(verdict[.lost].breaksContract == !isAllowed)
        #expect(verdict[.lost].first?.isExcused == (isAllowed ? true : nil))
    }

    @Test(arguments: Moment.allCases)
    func copiesAndDisorderToo(moment: Moment) {
        let verdict = Self.run(moment, Contract(delivery: .atLeastOnce, order: .none)) { script in
            script.publish(1...3)
            script.deliver(all: 1...3, to: 1)
            script.deliver(1, 3, 2, 2, to: 2)
        }
        let isAllowed = moment == .during || moment == .inGrace
        #expect(verdict.outcome == (isAllowed ? .held : .violated))
        #expect(verdict.shown == [.duplicated: 1, .outOfOrder: 1])
    }

    @Test func whatTheWeakerContractForbidsIsForbiddenInTheWindow() {
        let verdict = Self.run(.during, Contract(delivery: .atLeastOnce)) { script in
            script.publish(1...3)
            script.deliver(all: 1...3, to: 1)
            script.deliver(1, 3, to: 2)
        }
        #expect(verdict.outcome == .violated)
    }

    @Test func whatIsAllowedDoesNotHideWhatIsNot() {
        var script = RunScript(expecting: Self.expectation(Contract(delivery: .atMostOnce)))
        script.connectAll()
        script.fault(.faultInvoked, .faultObserved)
        script.publish(1...2)
        script.fault(.healInvoked, .healObserved)
        script.publish(3...4)
        script.deliver(all: 1...4, to: 1)
        script.deliver(4, to: 2)
        script.finish(5, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons == ["1 lost, and 2 that are allowed during faults"])
        #expect(verdict[.lost].first?.sequence == 3)
    }

    @Test func whatWasUnderWayWhenTheFaultBeganIsJudgedByTheWeakerContract() {
        var script = RunScript(expecting: Self.expectation(Contract(delivery: .atMostOnce)))
        script.connectAll()
        script.invoke(1)
        script.fault(.faultInvoked, .faultObserved)
        script.end(1)
        script.fault(.healInvoked, .healObserved)
        script.publish(2...2)
        script.deliver(1, 2, to: 1)
        script.deliver(2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().outcome == .held)
    }

    /// One loss right behind the moment in which a fault was seen; its healing is not on record.
    private static func lossBehind(_ fault: ManifestFault) -> Verdict {
        var script = RunScript(expecting: expectation(Contract(delivery: .atMostOnce)))
        script.manifest.faults = [fault]
        script.connectAll()
        script.fault(.faultInvoked, .faultObserved)
        script.publish(1...2)
        script.deliver(1, 2, to: 1)
        script.deliver(2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        return script.verdict()
    }

    @Test func aFaultThatNeverHealsIsNeverOver() {
        let verdict = Self.lossBehind(ManifestFault(number: 1, name: "redis.kill", target: "r1"))
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict[.lost].excused == 1)
        #expect(verdict[.lost].first?.fault?.name == "redis.kill")
        #expect(verdict.guardKinds == [.recoveryUnproven])
        #expect(verdict.causes.first?.faults.first?.name == "redis.kill")
    }

    @Test func aMomentaryFaultIsOverWhenItWasSeen() {
        let verdict = Self.lossBehind(
            ManifestFault(number: 1, name: "redis.script-flush", target: "r1", isMomentary: true)
        )
        #expect(verdict.outcome == .violated)
        #expect(verdict[.lost].excused == 0)
        #expect(verdict[.lost].first?.fault == nil)
        #expect(verdict.guardKinds.isEmpty)
        #expect(verdict.causes.first?.faults.isEmpty == true)
    }

    @Test func aFaultThatNeverTookEffectAllowsNothing() {
        var script = RunScript(expecting: Self.expectation(Contract(delivery: .atMostOnce)))
        script.connectAll()
        script.fault(.faultInvoked, .faultFailed)
        script.publish(1...2)
        script.deliver(1, 2, to: 1)
        script.deliver(2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().outcome == .violated)
    }

    @Test func afterTheLastFaultTheFinalMessagesHaveToProveTheContract() {
        var script = RunScript(expecting: Self.expectation(Contract(delivery: .atMostOnce), grace: 5))
        script.connectAll()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.fault(.faultInvoked, .faultObserved, .healInvoked, .healObserved)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().guardKinds == [.recoveryUnproven])
    }

    @Test(arguments: Moment.allCases)
    func oneOrderIsAskedForOutsideOfFaultsOnly(moment: Moment) {
        var script = RunScript(
            clients: 2,
            publishers: 2,
            expecting: Core.Expectation(
                order: .total,
                duringFaults: Contract(order: .fifo),
                graceMilliseconds: 5
            )
        )
        script.connectAll()
        Self.place(
            moment,
            { script in
                for publisher in [1, 2] as [UInt32] { script.publish(1...1, by: publisher) }
                for publisher in [1, 2] as [UInt32] { script.deliver(1, of: publisher, to: 1) }
                for publisher in [2, 1] as [UInt32] { script.deliver(1, of: publisher, to: 2) }
            },
            &script
        )
        for publisher in [1, 2] as [UInt32] { script.finish(2, by: publisher, seenBy: [1, 2], alive: [1, 2]) }
        let isAllowed = moment == .during || moment == .inGrace
        #expect(script.verdict().shown == (isAllowed ? [:] : [.orderConflict: 1]))
    }

    @Test(arguments: Moment.allCases)
    func tornMessagesAreAllowedInTheWindowOnly(moment: Moment) {
        var script = RunScript(
            expecting: Core.Expectation(atomic: true, duringFaults: Contract(), graceMilliseconds: 5)
        )
        script.connectAll()
        Self.place(
            moment,
            { script in
                script.publish(1...1)
                script.deliver(1, to: 1)
                script.deliver(1, to: 2)
                script.publish(2...2, .info)
                script.deliver(2, to: 1)
            },
            &script
        )
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        let isAllowed = moment == .during || moment == .inGrace
        #expect(script.verdict().shown == (isAllowed ? [:] : [.torn: 1]))
    }
}
