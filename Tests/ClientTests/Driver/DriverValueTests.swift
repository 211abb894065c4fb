import Core
import Testing

@testable import Client

@Suite struct NodeRingTests {
    private let nodes = (1...3).map { NodeAddress(node: NodeID($0), port: UInt16(4_000 + $0)) }

    @Test func goesRoundFromThePlannedNode() {
        var ring = NodeRing(ClientPlan(client: ClientID(1), node: NodeID(2)), seed: 1)
        #expect((0..<4).map { _ in ring.next(in: nodes)?.node.number } == [2, 3, 1, 2])
    }

    @Test func staysWithItsNodeWhenSticky() {
        var ring = NodeRing(ClientPlan(client: ClientID(1), node: NodeID(2), sticky: true), seed: 1)
        #expect((0..<3).map { _ in ring.next(in: nodes)?.node.number } == [2, 2, 2])
        #expect(ring.next(in: [nodes[0]]) == nil)
    }

    @Test func takesWhatThereIsWhenItsNodeIsGone() {
        var ring = NodeRing(ClientPlan(client: ClientID(1), node: NodeID(9)), seed: 1)
        #expect(ring.next(in: nodes)?.node == NodeID(1))
        #expect(ring.next(in: []) == nil)
        #expect(ring.next(in: nodes)?.node == NodeID(2))
    }

    @Test func staysWithinItsApplication() {
        let nodes = (1...4).map { NodeAddress(node: NodeID($0), port: 1, app: $0 < 3 ? "chat" : "shop") }
        var ring = NodeRing(ClientPlan(client: ClientID(1), app: "shop", node: NodeID(3)), seed: 1)
        for routing in [ClientRouting.placed, .leastConnections, .healthAware] {
            var settings = ClientSettings(
                run: RunID(1),
                seed: 1,
                process: 1,
                nodes: nodes,
                clients: [],
                publishers: [],
                audiences: [.app("chat"), .app("shop")],
                reconnect: .resume
            )
            settings.routing = routing
            var directory = NodeDirectory(settings)
            let taken = (0..<4).map { _ in
                let node = directory.next(for: ClientID(1), &ring)?.node
                if let node { directory.enter(node) }
                return node?.number ?? 0
            }
            #expect(Set(taken) == [3, 4], "\(routing)")
            directory.set(Array(nodes[..<2]))
            #expect(directory.next(for: ClientID(1), &ring) == nil)
        }
    }

    @Test func waitsForItsNodeToBeNamed() {
        var ring = NodeRing(ClientPlan(client: ClientID(1), node: NodeID(2)), seed: 1)
        #expect(ring.next(in: []) == nil)
        #expect(ring.next(in: nodes)?.node == NodeID(2))
    }
}

@Suite struct ConnectGateTests {
    @Test func letsInAsManyAsFit() {
        var gate = ConnectGate<Int>(limit: 2)
        #expect(gate.enter(1) == 1)
        #expect(gate.enter(2) == 2)
        #expect(gate.enter(3) == nil)
        #expect(gate.enter(4) == nil)
        #expect(gate.leave() == 3)
        #expect(gate.leave() == 4)
        #expect(gate.leave() == nil)
        #expect(gate.enter(5) == 5)
    }
}

@Suite struct SequenceTailTests {
    @Test func knowsExactlyWhatWasSeenLately() {
        var tail = SequenceTail()
        #expect(!tail.contains(1))
        for sequence: UInt32 in [1, 2, 5, 4, 200, 199] { tail.note(sequence) }
        #expect(tail.contains(200))
        #expect(tail.contains(199))
        #expect(!tail.contains(198))
        #expect(!tail.contains(201))
        #expect(!tail.contains(6))
        tail.note(263)
        #expect(tail.contains(200))
        #expect(!tail.contains(199))
        tail.note(264)
        #expect(!tail.contains(200))
        #expect(tail.contains(264))
    }

    @Test func aNumberThatNobodySentMakesNothingForgotten() {
        var tail = SequenceTail()
        for sequence: UInt32 in 1...61 { tail.note(sequence) }
        tail.note(1_000_020)
        #expect(tail.contains(61))
        tail.note(62)
        #expect(tail.contains(61))
        #expect(tail.contains(62))
        #expect(tail.contains(1_000_020))
        tail.note(5_000)
        #expect(tail.contains(5_000))
        #expect(tail.contains(62))
        #expect(!tail.contains(1_000_020))
    }
}

@Suite struct CallTicketTests {
    @Test(arguments: [
        CallTicket.publish(publisher: 0, sequence: 0), .publish(publisher: 65_535, sequence: .max), .join(.max),
        .append(publisher: 65_535, attempt: .max), .append(publisher: 0, attempt: 1), .open(publisher: 65_535),
        .join(0), .leave(7), .leave(.max),
        .probe, .thaw,
    ])
    func survivesItsBits(ticket: CallTicket) {
        #expect(CallTicket(bits: ticket.bits) == ticket)
    }
}

@Suite struct GroupMembershipTests {
    @Test func asksOncePerGroupUntilItFailsOrTheLifeEnds() {
        var membership = GroupMembership([3, 5])
        #expect(membership.takeRequests() == [.join(3), .join(5)])
        #expect(membership.takeRequests() == [])
        membership.joined(3, time: 70)
        membership.joinFailed(5, .fail)
        #expect(membership.count == 1)
        #expect(membership.confirmedSince(3) == 70)
        #expect(membership.confirmedSince(5) == nil)
        #expect(membership.takeRequests() == [.join(5)])
        membership.forget()
        #expect(membership.count == 0)
        #expect(membership.takeRequests() == [.join(3), .join(5)])
    }
}

@Suite struct ClientSettingsCheckTests {
    private func settings(_ change: (inout ClientSettings) -> Void) -> ClientSettings {
        var settings = ClientSettings(
            run: RunID(1),
            seed: 1,
            process: 1,
            nodes: [NodeAddress(node: NodeID(1), port: 1)],
            clients: [ClientPlan(client: ClientID(1), node: NodeID(1), groups: [1])],
            publishers: [
                PublisherPlan(
                    publisher: PublisherID(1),
                    client: ClientID(1),
                    audiences: [0],
                    count: 1,
                    ratePerSecond: nil,
                    size: 64,
                    window: 1,
                    retry: .never
                )
            ],
            audiences: [.all, .group("red")],
            reconnect: .never
        )
        change(&settings)
        return settings
    }

    @Test func acceptsWhatFitsTogether() throws {
        try settings { _ in }.check()
        #expect(settings { $0.connectConcurrency = 10 }.descriptorsNeeded == 1 + 20 + 64)
    }

    @Test(arguments: 0..<7)
    func refusesWhatDoesNot(mistake: Int) {
        let wrong = settings {
            switch mistake {
            case 0: $0.publishers[0].audiences = []
            case 1: $0.clients.append($0.clients[0])
            case 2: $0.clients[0].groups = [0]
            case 3: $0.clients[0].groups = [2]
            case 4: $0.publishers[0].client = ClientID(2)
            case 5: $0.publishers[0].audiences = Array(repeating: 0, count: 65)
            default: $0.publishers[0].ratePerSecond = 0
            }
        }
        #expect(throws: HarnessError.self) { try wrong.check() }
    }
}
