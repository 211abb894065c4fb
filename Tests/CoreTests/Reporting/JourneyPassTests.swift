import Core
import Testing

@Suite struct JourneyPassTests {
    private func journeys(_ script: RunScript, hops: [HistoryRecord], _ requests: [Journey.Request]) -> [Journey] {
        var pass = JourneyPass(requests)
        let node = HistoryBytes(name: "n", header: script.header(.node), records: hops)
        for source in [node] + script.sources { _ = source.read(of: nil) { pass.take($0) } }
        return pass.found()
    }

    private func hop(_ kind: HistoryKind, _ node: UInt32, _ sequence: UInt32, at time: UInt64) -> HistoryRecord {
        HistoryRecord(kind, subject: node, time: time, publisher: 1, sequence: sequence)
    }

    @Test func findsTheMessageWithItsNeighboursOnItsWayToOneClient() throws {
        var script = RunScript(clients: 3)
        script.connectAll()
        script.publish(1...20)
        for client in 1...3 as ClosedRange<UInt32> { script.deliver(all: 1...20, to: client) }
        let hops = [
            hop(.accepted, 1, 9, at: 10), hop(.written, 1, 9, at: 12), hop(.received, 2, 9, at: 13),
            hop(.accepted, 1, 17, at: 14),
        ]
        let request = Journey.Request(publisher: PublisherID(1), sequence: 9, client: ClientID(2), node: NodeID(2))
        let journey = try #require(journeys(script, hops: hops, [request]).first)
        #expect(Set(journey.records.map(\.sequence)) == [7, 8, 9, 10, 11])
        #expect(journey.records.filter { $0.kind == .delivered }.allSatisfy { $0.subject == 2 })
        #expect(journey.records.count == 5 * 3 + 3)
        #expect(journey.records.map(\.time) == journey.records.map(\.time).sorted())
        #expect(journey.sendingNode(of: 9) == NodeID(1))
        #expect(journey.conditions.map(\.kind) == [.connected])
    }

    @Test func keepsApartWhatSeveralAskFor() {
        var script = RunScript(clients: 2, publishers: 2)
        script.connectAll()
        script.publish(1...5)
        script.publish(1...5, by: 2)
        script.deliver(1, 2, of: 1, to: 1)
        script.deliver(1, 2, of: 2, to: 2)
        let requests = [
            Journey.Request(publisher: PublisherID(1), sequence: 1, client: ClientID(1), node: nil),
            Journey.Request(publisher: PublisherID(2), sequence: 5, client: ClientID(2), node: nil),
        ]
        let found = journeys(script, hops: [], requests)
        #expect(Set(found[0].records.map(\.publisher)) == [1])
        #expect(Set(found[0].records.map(\.sequence)) == [1, 2, 3])
        #expect(Set(found[1].records.map(\.publisher)) == [2])
        #expect(Set(found[1].records.map(\.sequence)) == [3, 4, 5])
    }

    @Test func aMessageThatIsCopiedWithoutEndDoesNotFillTheMemory() {
        var script = RunScript(clients: 1)
        script.connectAll()
        script.publish(1...1)
        for _ in 0..<(2 * Journey.recordsMax) { script.deliver(1, to: 1) }
        let request = Journey.Request(publisher: PublisherID(1), sequence: 1, client: ClientID(1), node: nil)
        #expect(journeys(script, hops: [], [request])[0].records.count == Journey.recordsMax)
    }
}
