import Core
import NIOPosix
import Redis
import Stream
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    /// The `stream` backplane in SignalR's clothes (docs/stream.md).
    @Suite(.timeLimit(.minutes(4))) struct StreamNodeTests {
        private static let durable = RedisServerOptions(config: ["appendonly yes", "appendfsync always"])

        private func withStreamNodes(
            _ count: UInt32 = 1,
            settings: (inout NodeSettings) -> Void = { _ in },
            _ body: (RedisServer, [TestNode]) async throws -> Void
        ) async throws {
            try await withNodes(count, redis: Self.durable) { own in
                own.backplane = .stream
                settings(&own)
            } _: { redis, nodes in
                try await body(redis, nodes)
            }
        }

        @Test func everyClientOfEveryNodeGetsOneCopyInOneOrder() async throws {
            try await withStreamNodes(2) { _, nodes in
                let first = try await TestClient.connect(port: nodes[0].port)
                let second = try await TestClient.connect(port: nodes[1].port)
                for number in 1...10 {
                    try await first.call("PublishAll", "a\(number)")
                    try await second.call("PublishAll", "b\(number)")
                }
                let expected = (1...10).flatMap { ["a\($0)", "b\($0)"] }
                #expect(try await first.receive(20) == expected)
                #expect(try await second.receive(20) == expected)
                let cursor = try #require(await first.cursor)
                #expect(cursor.hasPrefix("r-"))
            }
        }

        @Test(arguments: [0, 1])
        func aClientThatComesBackGetsWhatItMissed(node: Int) async throws {
            try await withStreamNodes(2) { _, nodes in
                let away = try await TestClient.connect(port: nodes[0].port)
                let publisher = try await TestClient.connect(port: nodes[1].port)
                try await away.call("Join", "red")
                try await publisher.call("PublishAll", "before")
                #expect(try await away.receive(1) == ["before"])
                await away.cut()
                let missed = (1...25).map { "missed \($0)" }
                for text in missed { try await publisher.call("PublishGroup", "red", text) }
                try await away.reconnect(port: nodes[node].port)
                try await publisher.call("PublishAll", "after")
                #expect(try await away.receive(until: "after") == missed)
            }
        }

        @Test func groupsUsersAndConnectionsAreReachedAndLeft() async throws {
            try await withStreamNodes(2) { _, nodes in
                let member = try await TestClient.connect(port: nodes[0].port, user: "anna")
                let other = try await TestClient.connect(port: nodes[1].port)
                try await member.call("Join", "red")
                try await other.call("PublishGroup", "red", "to the group")
                try await other.call("PublishUser", "anna", "to the user")
                try await other.call("SendToOthers", "x", "not to itself", hub: "chathub")
                try await member.call("Leave", "red")
                try await other.call("PublishGroup", "red", "to nobody")
                try await other.call("PublishAll", "end")
                #expect(try await member.receive(until: "end") == ["to the group", "to the user", "x"])
                #expect(try await other.receive(until: "end") == [])
            }
        }

        @Test(arguments: [BackplaneKind.signalr, .pubsub, .stream])
        func whoIsInTwoGroupsOfOneSendGetsOneCopyOfTheStreamAndTwoOfTheOriginal(_ kind: BackplaneKind) async throws {
            try await withStreamNodes(2) {
                $0.backplane = kind
            } _: { _, nodes in
                let member = try await TestClient.connect(port: nodes[0].port)
                let other = try await TestClient.connect(port: nodes[1].port)
                for group in ["red", "blue"] { try await member.call("Join", group) }
                try await other.publish(toGroups: ["red", "blue", "none"], "both")
                try await other.call("PublishAll", "end")
                let copies = kind == .stream ? ["both"] : ["both", "both"]
                #expect(try await member.receive(until: "end") == copies)
            }
        }

        @Test(arguments: ["s-0,1F", "r-0000000000000001-0000000000000001,3", "nonsense"])
        func aPositionThatCannotBeUnderstoodIsTold(_ cursor: String) async throws {
            try await withStreamNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                await client.cut()
                try await client.reconnect(port: nodes[0].port, cursor: cursor)
                let reason = cursor.hasPrefix("r-") ? "gap: otherLog" : "gap: noPosition"
                #expect(try await client.refusal() == reason)
                #expect(try await client.socket.nextOrEnd() == nil)
                #expect(try await client.socket.closeCode() == 1000)
            }
        }

        @Test func destroyedDataIsToldAndTheNodeGoesOn() async throws {
            try await withStreamNodes { redis, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                try await client.call("PublishAll", "before")
                try await Self.command(redis, "FLUSHALL")
                #expect(try await client.refusal() == "gap: startedAnew")
                let next = try await TestClient.connect(port: nodes[0].port)
                try await next.call("PublishAll", "after")
                #expect(try await next.receive(1) == ["after"])
            }
        }

        @Test func anAttemptOfASessionIsRepeatedWithoutASecondCopy() async throws {
            try await withStreamNodes(2) { _, nodes in
                let first = try await TestClient.connect(port: nodes[0].port)
                let second = try await TestClient.connect(port: nodes[1].port)
                let session = try #require(try await first.call("OpenSession").value)
                #expect(try await first.append(session, 1, "one") == "ok")
                #expect(try await second.append(session, 1, "one") == "ok")
                #expect(try await second.append(session, 3, "three") == "gap")
                #expect(try await second.append(session, 2, "two") == "ok")
                #expect(try await first.append("1-0000000000000000", 1, "stranger") == "unknown-session")
                try await second.call("PublishAll", "end")
                #expect(try await first.receive(until: "end") == ["one", "two"])
            }
        }

        @Test func theOtherBackplanesKnowNoSessions() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                let answer = try await client.call("OpenSession")
                #expect(answer.error == "The backplane signalr knows no sessions: publish without one.")
                #expect(answer.errorData?.outcome == "fail")
            }
        }

        @Test func aFullLogRefusesAndLosesNothing() async throws {
            try await withStreamNodes {
                $0.stream?.entriesMax = 3
            } _: { _, nodes in
                // The first entry is its own: the beginning of its life.
                let client = try await TestClient.connect(port: nodes[0].port)
                let session = try #require(try await client.call("OpenSession").value)
                #expect(try await client.append(session, 1, "one") == "ok")
                #expect(try await client.append(session, 2, "two") == "ok")
                #expect(try await client.append(session, 3, "three") == "full")
                #expect(try await client.receive(2) == ["one", "two"])
            }
        }

        @Test func whatWasAcknowledgedOutlivesAKilledRedis() async throws {
            try await withStreamNodes(2) { redis, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                let publisher = try await TestClient.connect(port: nodes[1].port)
                for number in 1...20 { try await publisher.call("PublishAll", "\(number)") }
                let late = try await publisher.send("PublishAll", ["late"])
                try await redis.restart()
                try await publisher.result(of: late)
                try await publisher.call("PublishAll", "end")
                #expect(try await client.receive(until: "end") == (1...20).map { "\($0)" } + ["late"])
            }
        }

        /// Also where keep-alives are off: then the beats of the disconnect timeout bring it.
        @Test(arguments: [200, 0])
        func anIdleClientGetsAFreshPositionWithTheBeats(keepAlive: Int) async throws {
            try await withStreamNodes(1) {
                $0.signalr.keepAliveMilliseconds = keepAlive
                $0.signalr.disconnectTimeoutMilliseconds = 6_000
            } _: { _, nodes in
                let idle = try await TestClient.connect(port: nodes[0].port)
                let talker = try await TestClient.connect(port: nodes[0].port, user: "otto")
                let before = await idle.cursor
                try await talker.call("PublishUser", "otto", "not for the idle one")
                let after = try #require(try await idle.cursor(otherThan: before))
                let position = try #require(Position(presented: after))
                #expect(position.index > (Position(presented: before)?.index ?? 0))
            }
        }

        @Test func anAbortAtAnyNodeEndsTheConnection() async throws {
            try await withStreamNodes(2) { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                let answer = try await TestHTTP.post(client.path("abort"), form: "", port: nodes[1].port)
                #expect(answer.status == 200)
                #expect(try await client.refusal() == nil)
                #expect(try await client.socket.closeCode() == 1000)
            }
        }

        @Test func throughAFailoverNothingIsLostAndPublishingWaitsForTheSecondServer() async throws {
            try await withSentinels { redis in
                var nodes: [TestNode] = []
                for number: UInt32 in 1...2 {
                    var settings = testSettings(number, redis: RedisAddress(port: 1), backplane: .stream)
                    settings.commands = .sentinels(redis.endpoint())
                    settings.subscription = settings.commands
                    settings.stream?.servers = redis.servers.map(\.address)
                    nodes.append(try await TestNode.start(settings))
                }
                for node in nodes { try await node.ready() }
                let publisher = try await TestClient.connect(port: nodes[0].port)
                let client = try await TestClient.connect(port: nodes[1].port)
                for number in 1...20 { try await publisher.call("PublishAll", "\(number)") }
                await redis.servers[0].kill()
                let call = try await publisher.send("PublishAll", ["late"])
                for node in nodes { try await node.event { if case .backplane(true, _) = $0 { true } else { false } } }
                try await redis.servers[0].start(config: redis.replicaConfig(of: redis.servers[1]))
                try await publisher.result(of: call)
                try await publisher.call("PublishAll", "end")
                #expect(try await client.receive(until: "end") == (1...20).map { "\($0)" } + ["late"])
                for node in nodes { try await node.server.stop() }
            }
        }

        private static func command(_ server: RedisServer, _ words: String...) async throws {
            let redis = try await AsyncRedisClient.connect(
                options: RedisOptions(address: server.address),
                on: MultiThreadedEventLoopGroup.singleton.any()
            )
            try await redis.send(RedisCommand(words[0], arguments: words.dropFirst()))
            await redis.close()
        }
    }
}

extension Position {
    /// Of a cursor's text.
    fileprivate init?(presented text: String?) {
        guard case .position(let position) = PresentedPosition(text) else { return nil }
        self = position
    }
}
