import Core
import Testing

@testable import Client

@Suite struct NodeDirectoryTests {
    private let c1 = ClientID(1)

    private func directory(_ routing: ClientRouting, balancer: UInt16? = nil, _ nodes: [NodeAddress]) -> NodeDirectory {
        var settings = ClientSettings(
            run: RunID(1),
            seed: 1,
            process: 1,
            nodes: nodes,
            balancer: balancer,
            clients: [],
            publishers: [],
            audiences: [],
            reconnect: .resume
        )
        settings.routing = routing
        return NodeDirectory(settings)
    }

    private func address(_ node: UInt32, isWell: Bool = true, for client: ClientID? = nil) -> NodeAddress {
        let port = UInt16(4_000 + node + (client?.number ?? 0) * 100)
        return NodeAddress(node: NodeID(node), port: port, isWell: isWell, client: client)
    }

    private func ring(_ client: UInt32 = 1) -> NodeRing {
        NodeRing(ClientPlan(client: ClientID(client), node: NodeID(1)), seed: 1)
    }

    @Test func goesToTheNodeWithTheFewestConnections() {
        var directory = directory(.leastConnections, (1...3).map { address($0) })
        var ring = ring()
        var went: [UInt32] = []
        for _ in 0..<5 {
            guard let node = directory.next(for: c1, &ring)?.node else { continue }
            went.append(node.number)
            directory.enter(node)
        }
        #expect(went == [1, 2, 3, 1, 2])
        directory.leave(NodeID(2))
        directory.leave(NodeID(2))
        #expect(directory.next(for: c1, &ring)?.node == NodeID(2))
    }

    @Test func goesInTurnToTheNodesThatAreWell() {
        var directory = directory(.healthAware, [address(1), address(2, isWell: false), address(3)])
        var ring = ring()
        #expect((0..<4).map { _ in directory.next(for: c1, &ring)?.node.number } == [1, 3, 1, 3])
        directory.set((1...3).map { address($0, isWell: false) })
        #expect(Set((0..<3).map { _ in directory.next(for: c1, &ring)?.node.number }).count == 3)
        directory.set([])
        #expect(directory.next(for: c1, &ring) == nil)
    }

    @Test func anAddressForOneClientTakesThePlaceOfTheNodesOwn() {
        var directory = directory(.placed, [address(1), address(2), address(1, for: c1)])
        var (own, other) = (ring(), ring(2))
        #expect((0..<2).map { _ in directory.next(for: c1, &own)?.port } == [4_101, 4_002])
        #expect(directory.next(for: ClientID(2), &other)?.port == 4_001)
    }

    @Test func everyAttemptGoesToTheBalancer() {
        var directory = directory(.placed, balancer: 9_000, [address(1), address(2, for: c1)])
        var (own, other) = (ring(), ring(2))
        #expect(directory.next(for: ClientID(2), &other) == NodeAddress(node: .unknown, port: 9_000))
        #expect(directory.next(for: c1, &own) == NodeAddress(node: .unknown, port: 4_102, client: c1))
    }

    @Test func aFaultSendsAClientWhereItWants() {
        var directory = directory(.leastConnections, (1...3).map { address($0) })
        var ring = ring()
        ring.course = .to(NodeID(3))
        #expect(directory.next(for: c1, &ring)?.node == NodeID(3))
        ring.course = .onward
        #expect(directory.next(for: c1, &ring)?.node == NodeID(1))
        ring.course = .random
        #expect(Set((0..<40).map { _ in directory.next(for: c1, &ring)?.node }).count == 3)
    }
}
