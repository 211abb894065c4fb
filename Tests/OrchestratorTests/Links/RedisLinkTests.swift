import Core
import NIOCore
import NIOPosix
import Orchestrator
import Redis
import TestSupport
import Testing

extension RealProcesses {
    /// Facts about Redis that can be shown with links only (reference bug-catalogue, T8 to T10).
    @Suite(.timeLimit(.minutes(3))) struct RedisLinkTests {
        private static let master = LinkEnd.server(ServerID(1))
        private static let replica = LinkEnd.server(ServerID(2))

        private func withNetwork(
            peers: @escaping @Sendable () -> [LinkPeer] = { [] },
            _ body: (LinkNetwork) async throws -> Void
        ) async throws {
            let network = LinkNetwork(needsFrames: { _ in true }, peers: peers)
            do {
                try await body(network)
            } catch {
                await network.close()
                throw error
            }
            await network.close()
        }

        private func withClient(_ address: RedisAddress, _ body: (AsyncRedisClient) async throws -> Void) async throws {
            let client = try await AsyncRedisClient.connect(
                options: RedisOptions(address: address, clientName: "test"),
                on: MultiThreadedEventLoopGroup.singleton.any()
            )
            try await body(client)
            await client.close()
        }

        /// INFO and the like have no events.
        private func eventually(_ isSeen: () async throws -> Bool) async throws -> Bool {
            let deadline = ContinuousClock.now + Peer.patience
            while ContinuousClock.now < deadline {
                if try await isSeen() { return true }
                try await Task.sleep(for: .milliseconds(5))
            }
            return false
        }

        private func info(_ client: AsyncRedisClient) async throws -> String {
            guard case .bulk(let text) = try await client.send("INFO", "replication") else { return "" }
            return String(buffer: text)
        }

        /// T8: what the master acknowledged while its replica heard nothing is gone when the replica takes over.
        @Test func aCounterGoesBackWhenTheReplicationLinkWasSilent() async throws {
            let processes = Observed<[LinkPeer]>([])
            try await withNetwork(peers: { processes.value }) { network in
                try await withRedisServer(.init(config: ["repl-diskless-sync-delay 0"])) { master in
                    let front = try await network.listen(front: Self.master, upstream: LinkUpstream(port: master.port))
                    let config = ["replicaof 127.0.0.1 \(front)", "repl-timeout 60"]
                    try await withRedisServer(.init(config: config)) { replica in
                        let process = try #require(await replica.pid)
                        processes.update { $0 = [LinkPeer(process: process, end: Self.replica)] }
                        try await loseTail(network, master, replica)
                    }
                }
            }
        }

        private func loseTail(
            _ network: LinkNetwork,
            _ master: TestSupport.RedisServer,
            _ replica: TestSupport.RedisServer
        ) async throws {
            let link = LinkScope.link(LinkSelector(.replica(ServerID(2)), .replication))
            try await withClient(replica.address) { second in
                try await withClient(master.address) { first in
                    // It connects sooner than its process is known here, and is told apart all the same.
                    #expect(try await eventually { try await info(first).contains("state=online") })
                    #expect(try await eventually { try await network.counters(in: link).open == 1 })
                    for _ in 0..<100 { _ = try await first.send("INCR", "counter") }
                    #expect(
                        try await eventually {
                            try await second.send("GET", "counter") == .bulk(ByteBuffer(string: "100"))
                        }
                    )
                    _ = try await network.impose(.blackhole(.both), on: link)
                    for _ in 0..<50 { _ = try await first.send("INCR", "counter") }
                    #expect(try await first.send("GET", "counter") == .bulk(ByteBuffer(string: "150")))
                    #expect(try await eventually { try await network.counters(in: link).withheld > 0 })
                }
                await master.kill()
                _ = try await second.send("REPLICAOF", "NO", "ONE")
                #expect(try await second.send("INCR", "counter") == .integer(101))
            }
        }

        /// A subscriber through a link of its own.
        private func subscriber(_ network: LinkNetwork, _ number: Int, _ port: UInt16) async throws -> Peer {
            let edge = LinkEdge(from: .node(NodeID(index: number - 1)), to: Self.master, role: .sub)
            let own = try await network.listen(for: edge, upstream: LinkUpstream(port: port))
            let peer = try await Peer.connect(to: own)
            try await peer.send("SUBSCRIBE news\r\n")
            #expect(await peer.first { $0.text.hasSuffix(":1\r\n") } != nil)
            return peer
        }

        private func command(_ words: [UInt8]...) -> [UInt8] {
            Array("*\(words.count)\r\n".utf8)
                + words.flatMap { Array("$\($0.count)\r\n".utf8) + $0 + Array("\r\n".utf8) }
        }

        /// T9: of two subscribers the one that does not read is cut by Redis, the other gets everything.
        @Test func redisCutsASubscriberThatDoesNotRead() async throws {
            try await withNetwork { network in
                try await withRedisServer { redis in
                    let reading = try await subscriber(network, 1, redis.port)
                    let stalled = try await subscriber(network, 2, redis.port)
                    let scope = LinkScope.link(LinkSelector(.node(NodeID(2)), .sub))
                    let confirmation = reading.state.value.count
                    let grip = try await network.impose(.blackhole(.from), on: scope)
                    let publisher = try await Peer.connect(to: redis.port)
                    let message = [UInt8](repeating: UInt8(ascii: "m"), count: 1_000_000)
                    let publish = command(Array("PUBLISH".utf8), Array("news".utf8), message)
                    let count = 60
                    let frame = command(Array("message".utf8), Array("news".utf8), message).count
                    for sent in 1...count {
                        try await publisher.send(publish)
                        // Never further ahead of who reads than Redis allows, or it would be cut too.
                        #expect(await reading.first { $0.count >= confirmation + (sent - 8) * frame } != nil)
                    }
                    #expect(await reading.first { $0.count == confirmation + count * frame } != nil)
                    #expect(await publisher.first { $0.text.contains(":2\r\n") && $0.text.hasSuffix(":1\r\n") } != nil)
                    try await withClient(redis.address) { client in
                        let news = RedisReply.bulk(ByteBuffer(string: "news"))
                        let subscribers = try await client.send("PUBSUB", "NUMSUB", "news")
                        #expect(subscribers == .array([news, .integer(1)]))
                    }
                    #expect(stalled.state.value.end == nil)
                    // What had left Redis by then comes, and then the end.
                    try await network.lift(grip)
                    #expect(await stalled.ended() != nil)
                    #expect(stalled.state.value.count < confirmation + count * frame)
                }
            }
        }

        /// T10: one message above the limit of the output buffer cuts a subscriber that reads, and PUBLISH counts it.
        @Test func oneMessageOf33MBCutsEverySubscriber() async throws {
            try await withNetwork { network in
                try await withRedisServer(.init(config: ["proto-max-bulk-len 64mb"])) { redis in
                    let reading = try await subscriber(network, 1, redis.port)
                    let confirmation = reading.state.value.count
                    let publisher = try await Peer.connect(to: redis.port)
                    let message = [UInt8](repeating: UInt8(ascii: "m"), count: 34 << 20)
                    try await publisher.send(command(Array("PUBLISH".utf8), Array("news".utf8), message))
                    #expect(await publisher.received(":1\r\n"))
                    #expect(await reading.ended() != nil)
                    #expect(reading.state.value.count == confirmation)
                }
            }
        }
    }
}
