import Core
import NIOCore
import NIOPosix
import Redis
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    /// A node stops at the very message, and goes on.
    @Suite(.timeLimit(.minutes(2))) struct FailpointTests {
        private func payload(_ sequence: UInt32) -> String {
            let fields = MessageFields(
                run: RunID(0xABCD_0001),
                publisher: PublisherID(3),
                sequence: sequence,
                sentAt: 1
            )
            return String(decoding: MessagePayload.encode(fields, size: 100), as: UTF8.self)
        }

        private func report(_ node: TestNode, _ stage: FailpointReport.Stage) async throws -> FailpointReport {
            let event = try await node.event {
                if case .failpoint(let report) = $0 { report.stage == stage } else { false }
            }
            guard case .failpoint(let report) = event else { throw TestFailure("no failpoint") }
            return report
        }

        private func arm(_ node: TestNode, _ point: Failpoint.Point, nth: Int = 2, pause: Int = 150) async throws {
            try await node.server.arm(
                Failpoint(id: 7, point: point, action: .pause, nth: nth, pauseMilliseconds: pause)
            )
            #expect(try await report(node, .armed) == FailpointReport(id: 7, stage: .armed))
        }

        @Test(arguments: Failpoint.Point.allCases)
        func aPauseTellsItsMessageAndLosesNothing(point: Failpoint.Point) async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                try await client.call("PublishAll", payload(1))
                // It may be acknowledged before it comes back from Redis: only then it is behind every point.
                #expect(try await client.receive(1) == [payload(1)])
                try await arm(nodes[0], point)
                for sequence in 2...4 as ClosedRange<UInt32> { try await client.call("PublishAll", payload(sequence)) }
                // Two messages came to it after it was armed, so the second of them is it.
                let hit = FailpointReport(id: 7, stage: .hit, count: 2, publisher: PublisherID(3), sequence: 3)
                #expect(try await report(nodes[0], .hit) == hit)
                #expect(try await report(nodes[0], .passed).sequence == 3)
                #expect(try await client.receive(3) == (2...4).map { payload($0) })
            }
        }

        @Test(arguments: [(Failpoint.Point.beforeWrite, false), (.afterWrite, true)])
        func duringThePauseRedisHasItOrNot(point: Failpoint.Point, isWritten: Bool) async throws {
            try await withNodes { redis, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                // The node may stand still together with whatever else is on its event loop.
                let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
                let connection = try await AsyncRedisClient.connect(
                    options: RedisOptions(address: redis.address),
                    on: group.next()
                )
                func counter() async throws -> Int? {
                    try await connection.send("GET", "rollcall-test").string.flatMap { Int($0) }
                }
                let before = try #require(try await counter())
                try await arm(nodes[0], point, nth: 1, pause: 1_500)
                // Its socket may be on the node's event loop too.
                let message = payload(1)
                async let sent = client.send("PublishAll", [message], hub: "rollcallhub")
                _ = try await report(nodes[0], .hit)
                #expect(try await counter() == before + (isWritten ? 1 : 0))
                #expect(nodes[0].count(of: .failpoint(passed)) == 0)
                _ = try await report(nodes[0], .passed)
                _ = try await sent
                #expect(try await client.receive(1) == [message])
                #expect(try await counter() == before + 1)
                await connection.close()
                try await group.shutdownGracefully()
            }
        }

        private var passed: FailpointReport {
            FailpointReport(id: 7, stage: .passed, count: 1, publisher: PublisherID(3), sequence: 1)
        }

        @Test func whatIsTakenBackDoesNotHappen() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                try await arm(nodes[0], .afterReceive, nth: 3)
                try await client.call("PublishAll", payload(1))
                _ = try await client.receive(1)
                try await nodes[0].server.disarm(failpoint: 7)
                #expect(try await report(nodes[0], .disarmed) == FailpointReport(id: 7, stage: .disarmed, count: 1))
                for sequence in 2...4 as ClosedRange<UInt32> { try await client.call("PublishAll", payload(sequence)) }
                #expect(try await client.receive(3).count == 3)
            }
        }
    }

    @Suite(.timeLimit(.minutes(2))) struct HealthTests {
        @Test func aNodeSaysWhoItIsAndWhetherItIsWell() async throws {
            try await withNodes(2) { redis, nodes in
                let well = try await TestHTTP.get("/health", port: nodes[1].port)
                #expect(well.status == 200 && well.body == "ok")
                #expect(well.head.contains("\r\nX-Rollcall-Node: n2"))
                let negotiation = try await TestHTTP.get("/signalr/negotiate?clientProtocol=2.0", port: nodes[0].port)
                #expect(negotiation.head.contains("\r\nX-Rollcall-Node: n1"))
                await redis.kill()
                try await nodes[1].event { if case .backplane(false, _) = $0 { true } else { false } }
                let unwell = try await TestHTTP.get("/health", port: nodes[1].port)
                #expect(unwell.status == 503 && !unwell.body.isEmpty, "\(unwell)")
                #expect(unwell.head.contains("\r\nX-Rollcall-Node: n2"))
            }
        }

        @Test func aNodeWithoutRedisIsNotWell() async throws {
            let node = try await TestNode.start(testSettings(redis: RedisAddress(port: 1)))
            let answer = try await TestHTTP.get("/health", port: node.port)
            #expect(answer.status == 503 && answer.body == "the backplane has not subscribed yet")
            try await node.server.stop()
        }
    }
}
