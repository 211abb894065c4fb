import Core
import Logging
import NIOCore
import NIOPosix
import Node
import Synchronization
import TestSupport
import Testing

@testable import Client

/// Clients, reference nodes and a real Redis together.
extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct RealNodesTests {
        private static let audiences: [Audience] = [.all, .group("red"), .user("ann")]

        /// Two nodes on one Redis that hear each other.
        private func withNodes(
            _ backplane: BackplaneKind,
            _ body: ([NodeAddress]) async throws -> Void
        ) async throws {
            try await withRedisServer { redis in
                let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
                var nodes: [NodeServer] = []
                for number: UInt32 in 1...2 {
                    let settings = NodeSettings(
                        node: NodeID(number),
                        run: RunID(0xABCD),
                        commands: .server(redis.address),
                        subscription: .server(redis.address),
                        backplane: backplane,
                        stream: StreamSettings(servers: [redis.address])
                    )
                    nodes.append(try await start(settings, on: group.next()))
                }
                try await body(
                    nodes.enumerated().map { NodeAddress(node: NodeID(index: $0), port: $1.port) }
                )
                for node in nodes { try await node.stop() }
                try await group.shutdownGracefully()
            }
        }

        /// A node whose subscription is confirmed.
        private func start(_ settings: NodeSettings, on eventLoop: any EventLoop) async throws -> NodeServer {
            let (events, continuation) = AsyncStream<NodeEvent>.makeStream()
            let node = try await NodeServer.start(
                settings: settings,
                on: eventLoop,
                logger: Logger(label: "node") { _ in SwiftLogNoOpLogHandler() }
            ) { continuation.yield($0) }
            for await event in events where event == .ready { break }
            return node
        }

        @Test(arguments: BackplaneKind.allCases)
        func everyoneHearsWhatIsMeantForThem(backplane: BackplaneKind) async throws {
            try await withNodes(backplane) { nodes in
                let clients = (1...10).map(Self.plan)
                let publishers = (UInt32(1)...3).map {
                    publisherPlan($0, client: $0, audiences: [0, 1, 2], count: 30, window: 4)
                }
                let bench = try await FleetBench(
                    fleetSettings(nodes, clients: clients, publishers: publishers, audiences: Self.audiences)
                )
                await bench.command(.connect, until: .connected)
                await bench.command(.start, until: .trafficDone)
                let sentinels = await bench.finish()
                #expect(sentinels.count == 9)
                #expect(sentinels.filter { $0.outcome == .ok }.count == 9)
                await bench.command(.settle(sentinels), until: .settled)
                await bench.command(.probe(withinMilliseconds: 10_000), until: .probed(alive: 10, silent: []))
                try await bench.stop()
                for client: UInt32 in 1...10 {
                    for publisher: UInt32 in 1...3 {
                        let seen = bench.history.records(.delivered).filter {
                            $0.subject == client && $0.publisher == publisher
                        }
                        let expected = Self.expected(client)
                        #expect(Set(seen.map(\.sequence)) == expected)
                        #expect(seen.count == expected.count)
                    }
                }
                #expect(bench.history.records(.foreign).isEmpty)
                #expect(bench.history.records(.corrupted).isEmpty)
            }
        }

        /// Odd clients on the second node, the first four in the group, the first two of one user.
        private static func plan(_ number: Int) -> ClientPlan {
            ClientPlan(
                client: ClientID(UInt32(number)),
                node: NodeID(UInt32(number % 2 + 1)),
                user: number <= 2 ? "ann" : nil,
                groups: number <= 4 ? [1] : []
            )
        }

        /// Sequences go to all, red and ann in turn; the sentinels too.
        private static func expected(_ client: UInt32) -> Set<UInt32> {
            var sequences: Set<UInt32> = []
            for sequence: UInt32 in 1...33 {
                let members: UInt32 =
                    switch (sequence - 1) % 3 {
                    case 0: 10
                    case 1: 4
                    default: 2
                    }
                if client <= members { sequences.insert(sequence) }
            }
            return sequences
        }

        private static let four = Array(1...4 as ClosedRange<UInt32>)

        @Test func publishersWithSessionsKeepTheirOrderThroughDrops() async throws {
            try await withNodes(.stream) { nodes in
                let bench = try await FleetBench(Self.sessionSettings(nodes))
                await bench.command(.connect, until: .connected)
                bench.command(.start)
                await bench.progress { $0.acknowledged >= 500 }
                bench.command(.act(fault: 1, .drop(Self.dropOfAll)))
                await bench.event { $0 == .restored(fault: 1, count: 4) }
                await bench.event { $0 == .trafficDone }
                let sentinels = await bench.finish()
                await bench.command(.settle(sentinels), until: .settled)
                try await bench.stop()
                Self.expectEverythingOnceInOrder(bench.history)
            }
        }

        private static var dropOfAll: ClientDropOrder {
            ClientDropOrder(four.map { ClientID($0) }, manner: .reset, awayMilliseconds: 50)
        }

        private static func sessionSettings(_ nodes: [NodeAddress]) -> ClientSettings {
            fleetSettings(
                nodes,
                clients: four.map { ClientPlan(client: ClientID($0), node: NodeID($0 % 2 + 1)) },
                publishers: four.map {
                    publisherPlan($0, client: $0, count: 500, window: 64, retry: .untilAcknowledged)
                },
                sessions: true
            )
        }

        private static func expectEverythingOnceInOrder(_ history: MemoryHistory) {
            #expect(history.records(.publishEnded).allSatisfy { $0.flags == Outcome.ok.rawValue })
            for client in four {
                for publisher in four {
                    let seen = history.records(.delivered).filter {
                        $0.subject == client && $0.publisher == publisher
                    }
                    #expect(seen.map(\.sequence) == Array(1...501))
                }
            }
            let times = history.records(.publishEnded).map(\.time).sorted()
            let seconds = Double((times.last ?? 0) - (times.first ?? 0)) / 1e9
            print("\(times.count) messages of 4 publishers in \(seconds) s, a drop of everybody included")
        }

        @Test func aDroppedClientResumesOnTheOtherNode() async throws {
            try await withNodes(.signalr) { nodes in
                let clients = [
                    ClientPlan(client: ClientID(1), node: NodeID(1), groups: [1]),
                    ClientPlan(client: ClientID(2), node: NodeID(2)),
                ]
                let bench = try await FleetBench(
                    fleetSettings(
                        nodes,
                        clients: clients,
                        publishers: [
                            publisherPlan(1, client: 2, audiences: [0, 1], count: 100, rate: 200, window: 50)
                        ],
                        audiences: Self.audiences
                    )
                )
                await bench.command(.connect, until: .connected)
                bench.command(.start)
                await bench.progress { $0.acknowledged >= 20 }
                bench.command(
                    .act(fault: 1, .drop(ClientDropOrder([ClientID(1)], manner: .reset, awayMilliseconds: 100)))
                )
                await bench.event { $0 == .restored(fault: 1, count: 1) }
                await bench.event { $0 == .trafficDone }
                let sentinels = await bench.finish()
                await bench.command(.settle(sentinels), until: .settled)
                try await bench.stop()
                let own = bench.history.records.filter { $0.subject == 1 }
                #expect(own.filter { $0.kind == .connected }.map(\.detail) == [1, 2])
                #expect(own.filter { $0.kind == .delivered }.map(\.sequence) == Array(1...102))
            }
        }
    }
}
