import Core
import FoundationEssentials
import Testing

/// Contracts, reproduced defects, and exit codes.
@Suite struct JudgementTests {
    /// Those that every contract has; the others have to be asked for.
    static let common: [ViolationClass] = [
        .lost, .duplicated, .outOfOrder, .misrouted, .phantom, .aborted, .corrupted,
    ]

    /// One finding of a class in a run that is otherwise whole.
    static func script(with violation: ViolationClass, _ expectation: Core.Expectation) -> RunScript {
        var script = RunScript(expecting: expectation)
        script.connectAll()
        script.publish(1...4)
        if violation == .aborted { script.publish(5...5, .fail) }
        script.deliver(all: 1...4, to: 1)
        script.deliver(1, to: 2)
        if violation != .outOfOrder, violation != .lost { script.deliver(2, to: 2) }
        script.deliver(3, to: 2)
        if violation == .outOfOrder { script.deliver(2, to: 2) }
        script.deliver(4, to: 2)
        switch violation {
        case .lost, .outOfOrder: break
        case .duplicated: script.deliver(4, to: 2)
        case .misrouted:
            script.publish(6...6, to: RunScript.ann)
            script.deliver(6, to: 1)
            script.deliver(6, to: 2)
        case .phantom: script.deliver(9, to: 2)
        case .aborted: script.deliver(5, to: 2)
        case .corrupted: script.add(.corrupted, 2)
        case .torn, .orderConflict, .causality, .toldGap: break
        }
        script.finish(7, seenBy: [1, 2], alive: [1, 2])
        if violation == .misrouted { script.finish(8, to: RunScript.ann, seenBy: [1], alive: [1]) }
        return script
    }

    @Test(arguments: Self.common)
    func eachClassShowsAloneAndBreaksTheStrongestContract(violation: ViolationClass) {
        let verdict = Self.script(with: violation, Core.Expectation()).verdict()
        #expect(verdict.shown == [violation: 1])
        #expect(verdict.guards == [])
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons == ["1 \(violation.rawValue)"])
    }

    @Test(arguments: Self.common)
    func contractsForbidWhatTheySay(violation: ViolationClass) {
        let allowed: [DeliveryContract: Set<ViolationClass>] = [
            .atMostOnce: [.lost], .gapSignalled: [], .atLeastOnce: [.duplicated], .exactlyOnce: [],
        ]
        for delivery in DeliveryContract.allCases {
            for order in OrderContract.allCases {
                let verdict = Self.script(with: violation, Core.Expectation(delivery: delivery, order: order)).verdict()
                let isAllowed =
                    allowed[delivery, default: []].contains(violation) || (order == .none && violation == .outOfOrder)
                #expect(verdict.raw == (isAllowed ? .held : .violated), "\(delivery), \(order)")
                #expect(verdict[violation].breaksContract == !isAllowed)
            }
        }
    }

    @Test(arguments: Self.common)
    func aReproducedClassIsGreenAndStrictIsNot(violation: ViolationClass) {
        let expectation = Core.Expectation(reproduces: [ReproducedViolation(violation: violation, count: 1)])
        let script = Self.script(with: violation, expectation)
        let verdict = script.verdict()
        #expect(verdict.raw == .violated)
        #expect(verdict.outcome == .held)
        #expect(verdict.judgedByReproduction)
        #expect(verdict.exitCode == .held)
        let strict = script.verdict(strict: true)
        #expect(strict.outcome == .violated)
        #expect(strict.exitCode == .violated)
        #expect(!strict.judgedByReproduction)
    }

    @Test func whatIsNotShownIsViolated() {
        let absent = Core.Expectation(reproduces: [ReproducedViolation(violation: .lost)])
        let verdict = RunScript.whole(expecting: absent).verdict()
        #expect(verdict.raw == .held)
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons == ["no lost, which this scenario is there to show"])
        let many = Core.Expectation(reproduces: [ReproducedViolation(violation: .lost, count: 2)])
        #expect(Self.script(with: .lost, many).verdict().outcome == .violated)
    }

    @Test func whatIsNotListedIsViolated() {
        let expectation = Core.Expectation(reproduces: [ReproducedViolation(violation: .lost)])
        var script = Self.script(with: .lost, expectation)
        script.deliver(4, to: 2)
        let verdict = script.verdict()
        #expect(verdict.outcome == .violated)
        #expect(verdict.reasons == ["1 duplicated, which this scenario does not reproduce"])
    }

    @Test func whatTheContractAllowsNeedsNoListing() {
        let expectation = Core.Expectation(
            delivery: .atLeastOnce,
            reproduces: [ReproducedViolation(violation: .lost)]
        )
        var script = Self.script(with: .lost, expectation)
        script.deliver(4, to: 2)
        #expect(script.verdict().outcome == .held)
    }

    @Test func shownInAnInconclusiveRunIsInconclusive() {
        let expectation = Core.Expectation(reproduces: [ReproducedViolation(violation: .lost)])
        var script = Self.script(with: .lost, expectation)
        script.manifest.nodes.append(NodeID(2))
        let verdict = script.verdict()
        #expect(verdict.raw == .violated)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.exitCode == .inconclusive)
    }

    @Test func aVerdictSurvivesItsFile() throws {
        var script = Self.script(with: .lost, Core.Expectation())
        script.manifest.nodes.append(NodeID(2))
        let verdict = script.verdict()
        let bytes = try JSONEncoder().encode(verdict)
        #expect(try JSONDecoder().decode(Verdict.self, from: bytes) == verdict)
    }
}
