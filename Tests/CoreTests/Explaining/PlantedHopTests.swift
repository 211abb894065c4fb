import Core
import Testing

/// So many defects as are planted at a hop are found there, and nothing else.
@Suite struct PlantedHopTests {
    struct Plant: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var violation: ViolationClass = .lost
        var hop: Hop
        var node: NodeID?
        /// Clients that have each planted message wrong.
        var clients: Int
        var change: @Sendable (inout WayScript.Way) -> Void
    }

    private static let (one, two) = (NodeID(1), NodeID(2))
    private static let plants = [
        Plant(testDescription: "not accepted", hop: .publisherToNode, node: one, clients: 6) {
            $0.isAccepted = false
            $0.isWritten = false
        },
        Plant(testDescription: "not written", hop: .sendingNode, node: one, clients: 6) { $0.isWritten = false },
        Plant(testDescription: "not received by any", hop: .redis, clients: 6) { $0.received = [1: 0, 2: 0] },
        Plant(testDescription: "not received by n2", hop: .redisToNode, node: two, clients: 3) { $0.received = [2: 0] },
        Plant(testDescription: "not handed", hop: .receivingNode, node: two, clients: 3) { $0.handed = [2: 0] },
        Plant(testDescription: "not seen by c2", hop: .nodeToClient, node: two, clients: 1) { $0.seen = [2: 0] },
        Plant(testDescription: "received twice", violation: .duplicated, hop: .redisToNode, node: two, clients: 3) {
            $0.received = [2: 2]
            $0.handed = [2: 2]
        },
        Plant(testDescription: "handed twice", violation: .duplicated, hop: .receivingNode, node: one, clients: 3) {
            $0.handed = [1: 2]
        },
        Plant(testDescription: "seen twice", violation: .duplicated, hop: .nodeToClient, node: two, clients: 1) {
            $0.seen = [2: 2]
        },
    ]

    @Test(arguments: plants)
    func asManyAreFoundThere(plant: Plant) {
        for seed in 0..<8 as Range<UInt64> {
            var random = SeededGenerator(seed: seed, purpose: plant.testDescription)
            var script = WayScript()
            var planted = 0
            script.send(5)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let count = Int.random(in: 1...4, using: &random)
                script.send(count, plant.change)
                planted += count
                script.send(Int.random(in: 1...5, using: &random))
            }
            let causes = script.verdict().causes
            // Of what nobody received, the clients' nodes are named, each in a cause of its own.
            let expected = plant.node.map { [$0] } ?? [Self.one, Self.two]
            #expect(causes.allSatisfy { $0.violation == plant.violation && $0.hop == plant.hop }, "seed \(seed)")
            #expect(causes.compactMap(\.node).sorted { $0.number < $1.number } == expected, "seed \(seed)")
            #expect(causes.reduce(0) { $0 + $1.count } == planted * plant.clients, "seed \(seed)")
        }
    }
}
