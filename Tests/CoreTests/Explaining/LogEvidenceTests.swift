import Core
import Testing

/// Ids of the `stream` backplane are indexes of a log, which a failover may take back: explanations read them as such.
@Suite struct LogEvidenceTests {
    private static func script() -> WayScript {
        var script = WayScript()
        script.backplane = .stream
        script.witness(isListening: true)
        script.send(5)
        return script
    }

    @Test func whatTheLogLostWasTakenAwayInRedis() throws {
        var script = Self.script()
        script.send(2) { $0.received = [1: 0, 2: 0] }
        script.logWentBack(to: 5)
        script.send(3)
        let causes = LossTests.lost(script)
        #expect(Set(causes.map(\.hop)) == [.redis])
        #expect(Set(causes.map(\.condition)) == ["the log of the server went back to before it"])
        #expect(Set(causes.map(\.evidence)) == [.witness])
        #expect(Set(causes.map(\.messages)) == [2])
    }

    @Test func theLogOfAnotherApplicationTakesNothingAway() {
        var script = Self.script()
        script.send(2) { $0.received = [1: 0, 2: 0] }
        script.logWentBack(to: 5, app: 1)
        script.send(3)
        #expect(Set(LossTests.lost(script).map(\.hop)) == [.redisToNode])
    }

    @Test func whatCameBackUnderAnotherIndexWasNotTakenAway() throws {
        var script = Self.script()
        let last = script.send(1) { $0.received = [2: 0] }
        script.logWentBack(to: 5)
        script.carry(last, id: 6)
        script.send(3)
        let causes = LossTests.lost(script)
        #expect(Set(causes.map(\.hop)) == [.redisToNode])
        #expect(Set(causes.map(\.evidence)) == [.witness])
    }

    @Test func anIndexThatIsReadAgainIsNoReasonForALoss() {
        for backplane in [BackplaneKind.signalr, .stream] {
            var script = Self.script()
            script.backplane = backplane
            script.send(1) { way in
                way.id = 2
                way.handed = [2: 0]
            }
            script.send(3)
            let condition = LossTests.lost(script).first?.condition
            #expect((condition == "the id was not above the highest that it had seen") == (backplane == .signalr))
        }
    }

    @Test func whatIsInTheLogOnceWasDoubledBehindIt() throws {
        var script = Self.script()
        let last = script.send(1) { $0.seen = [2: 2] }
        // The publisher asked two nodes; the log took it once.
        script.publish(.publishInvoked, last, flags: 0, attempt: 2)
        script.hop(.accepted, 2, last)
        script.publish(.publishEnded, last, flags: Outcome.ok.rawValue, attempt: 2)
        script.send(3)
        let cause = try #require(script.verdict().causes.first { $0.violation == .duplicated })
        #expect(cause.hop == .nodeToClient && cause.node == NodeID(2))
        script.backplane = .signalr
        #expect(script.verdict().causes.first { $0.violation == .duplicated }?.hop == .publisher)
    }
}
