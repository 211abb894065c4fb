import Core
import Testing

/// Clients that faults closed, and clients that came late.
@Suite struct DepartureTests {
    /// One that was lost instead is missed.
    @Test(arguments: [(DisconnectReason.departed, [GuardKind]()), (.lost, [.clientNotShownAlive])])
    func nothingIsOwedToAClientThatAFaultClosed(reason: DisconnectReason, guards: [GuardKind]) {
        var script = RunScript()
        script.connectAll()
        script.publish(1...5)
        script.deliver(all: 1...5, to: 1)
        script.deliver(all: 1...5, to: 2)
        script.add(.disconnected, 2) { $0.flags = reason.rawValue }
        script.add(.lifeEnded, 2)
        script.publish(6...10)
        script.deliver(all: 6...10, to: 1)
        script.finish(11, seenBy: [1], alive: [1])
        #expect(script.verdict().guardKinds == guards)
    }

    @Test func aClientThatCameBackAfterItWasClosedHasToShowItself() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...5)
        script.deliver(all: 1...5, to: 1)
        script.add(.disconnected, 2) { $0.flags = DisconnectReason.departed.rawValue }
        script.add(.lifeEnded, 2)
        script.connect(2)
        script.finish(6, seenBy: [1], alive: [1])
        #expect(script.verdict().guardKinds == [.clientNotShownAlive])
    }

    @Test func aLateClientMayNeverCome() {
        let late = { (isLate: Bool?) in
            var script = RunScript.whole()
            script.manifest.clients.append(ManifestClient(client: ClientID(3), isLate: isLate))
            return script.verdict().guardKinds
        }
        #expect(late(true) == [])
        #expect(late(nil) == [.clientNeverConnected])
    }

    @Test func aNodeThatABalancerDidNotNameIsUnknown() {
        var script = RunScript()
        script.manifest.nodes = []
        for client in 1...2 as ClosedRange<UInt32> { script.connect(client, node: 0) }
        script.publish(1...3)
        script.deliver(all: 1...3, to: 1)
        script.deliver(all: 1...3, to: 2)
        script.finish(4, seenBy: [1, 2], alive: [1, 2])
        let verdict = script.verdict()
        #expect(verdict.outcome == .held)
        #expect(verdict.clients.allSatisfy { $0.node == nil })
    }
}
