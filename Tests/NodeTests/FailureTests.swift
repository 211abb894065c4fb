import Core
import NIOCore
import NIOPosix
import Redis
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct FailureTests {
        private static func admin(_ redis: RedisServer) async throws -> AsyncRedisClient {
            try await AsyncRedisClient.connect(
                options: .init(address: redis.address),
                on: MultiThreadedEventLoopGroup.singleton.next()
            )
        }

        /// Reference signalr2, section 10, row 21.
        @Test func oneFailedPublishFailsAllUntilAMessageArrives() async throws {
            try await withNodes { redis, nodes in
                let admin = try await Self.admin(redis)
                let client = try await TestClient.connect(port: nodes[0].port)
                try await client.call("PublishAll", "one")
                try await admin.send("SCRIPT", "FLUSH")
                let first = try await client.call("PublishAll", "lost")
                #expect(first.isHubException == true && first.errorData?.outcome == "fail")
                let second = try await client.call("PublishAll", "lost too")
                #expect(second.isHubException == true && second.errorData?.outcome == "fail")
                #expect(second.error?.hasPrefix("An earlier publish failed") == true, "\(second.text)")
                // Any message on the channel reopens the stream.
                let foreign = BusMessage(source: "", key: "h-Other", value: Array("{}".utf8))
                let payload = BackplanePayload(id: 100, messages: [foreign], originTicks: 0).encode()
                try await admin.send("SET", "rollcall-test", 100)
                try await admin.send("PUBLISH", "rollcall-test", payload)
                while try await client.call("PublishAll", "two").error != nil {}
                #expect(try await client.receive(2) == ["one", "two"])
                await admin.close()
            }
        }

        @Test func redisRestartIsReportedAndTheCounterRestored() async throws {
            try await withNodes(2) { redis, nodes in
                let here = try await TestClient.connect(port: nodes[0].port)
                let there = try await TestClient.connect(port: nodes[1].port)
                for number in 1...5 { try await here.call("PublishAll", "\(number)") }
                #expect(try await there.receive(5).count == 5)
                try await redis.restart()
                for node in nodes {
                    try await node.event { if case .backplane(false, _) = $0 { true } else { false } }
                    try await node.event { if case .backplane(true, _) = $0 { true } else { false } }
                }
                let admin = try await Self.admin(redis)
                while try await admin.send("GET", "rollcall-test").int != 7 {}
                while try await here.call("PublishAll", "after").error != nil {}
                #expect(try await there.receive(1) == ["after"])
                await admin.close()
            }
        }

        @Test func pubsubComesBackAfterARestart() async throws {
            try await withNodes(settings: { $0.backplane = .pubsub }) { redis, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                await redis.kill()
                try await nodes[0].event { if case .backplane(false, _) = $0 { true } else { false } }
                let failed = try await client.call("PublishAll", "lost")
                #expect(failed.isHubException == true && failed.errorData != nil)
                try await redis.start()
                try await nodes[0].event { if case .backplane(true, _) = $0 { true } else { false } }
                while try await client.call("PublishAll", "after").error != nil {}
                #expect(try await client.receive(1) == ["after"])
            }
        }

        @Test func undecodablePayloadIsSkipped() async throws {
            try await withNodes { redis, nodes in
                let admin = try await Self.admin(redis)
                let client = try await TestClient.connect(port: nodes[0].port)
                try await admin.send("PUBLISH", "rollcall-test", "garbage")
                try await client.call("PublishAll", "still here")
                #expect(try await client.receive(1) == ["still here"])
                await admin.close()
            }
        }

        /// Reference signalr2, section 10, row 6: the counter was set back by one, so an id occurs twice and is delivered
        /// again and again. The node goes on serving others.
        @Test func equalIDsDoNotStopTheNode() async throws {
            try await withNodes { redis, nodes in
                let admin = try await Self.admin(redis)
                let flooded = try await TestClient.connect(port: nodes[0].port)
                try await flooded.call("PublishAll", "one")
                // What it does not read fills the socket, and the worker waits.
                try await flooded.socket.channel.setOption(.autoRead, value: false).get()
                try await admin.send("SET", "rollcall-test", 1)
                let path = flooded.path("send").replacing("webSockets", with: "longPolling")
                for text in ["twin", "higher"] {
                    let call = escaped(#"{"H":"RollcallHub","M":"PublishAll","A":["\#(text)"],"I":1}"#)
                    let reply = try await TestHTTP.post(path, form: "data=\(call)", port: nodes[0].port)
                    #expect(reply.body == #"{"I":"1"}"#)
                }
                await flooded.cut()
                await admin.close()
            }
        }

        /// As above, for a connection whose socket is gone: no write ever holds its worker up.
        @Test func equalIDsOfAZombieDoNotStopTheNode() async throws {
            try await withNodes { redis, nodes in
                let admin = try await Self.admin(redis)
                let zombie = try await TestClient.connect(port: nodes[0].port)
                await zombie.cut()
                // With each number of ids in the ring the lookup lands on another of the twins.
                for id in 2..<12 {
                    let message = BusMessage(source: "", key: "h-RollcallHub", value: Array("{}".utf8))
                    let payload = BackplanePayload(id: UInt64(id), messages: [message], originTicks: 0).encode()
                    for _ in 0..<2 { try await admin.send("PUBLISH", "rollcall-test", payload) }
                    #expect(try await TestHTTP.get("/signalr/ping", port: nodes[0].port).status == 200)
                }
                await admin.close()
            }
        }

        /// As above, for the node's own listener.
        @Test func equalIDsOfAcksDoNotStopTheNode() async throws {
            try await withNodes { redis, nodes in
                let admin = try await Self.admin(redis)
                for id in 1..<12 {
                    let ack = BusCommand.ack(of: "nobody's", acker: "nobody")
                    let payload = BackplanePayload(id: UInt64(id), messages: [ack], originTicks: 0).encode()
                    for _ in 0..<2 { try await admin.send("PUBLISH", "rollcall-test", payload) }
                    #expect(try await TestHTTP.get("/signalr/ping", port: nodes[0].port).status == 200)
                }
                await admin.close()
            }
        }

        @Test func wrongPasswordFailsWithItsReason() async throws {
            try await withRedisServer(.init(password: "right")) { redis in
                var address = redis.address
                address.password = "wrong"
                let node = try await TestNode.start(testSettings(redis: address))
                let event = try await node.event { if case .failed = $0 { true } else { false } }
                guard case .failed(let message, let code) = event else { return }
                #expect(code == .unavailable)
                #expect(message.contains("Wrong user or password") && !message.contains("wrong"))
                try await node.server.stop()
            }
        }

        @Test func clusterIsRefused() async throws {
            try await withRedisServer(.init(isCluster: true)) { redis in
                let node = try await TestNode.start(testSettings(redis: redis.address))
                let event = try await node.event { if case .failed = $0 { true } else { false } }
                guard case .failed(let message, let code) = event else { return }
                #expect(code == .unavailable && message.contains("cluster"))
                try await node.server.stop()
            }
        }

        @Test func takenPortIsAnEnvironmentError() async throws {
            try await withNodes { redis, nodes in
                var settings = testSettings(2, redis: redis.address)
                settings.port = nodes[0].port
                let error = await #expect(throws: HarnessError.self) { try await TestNode.start(settings) }
                #expect(error?.code == .environment)
                #expect(error?.message.contains("\(nodes[0].port)") == true)
            }
        }

        @Test func queueOfNoLengthIsRefused() async throws {
            var settings = testSettings(redis: RedisAddress(port: 1))
            settings.signalr.queueLength = 0
            let error = await #expect(throws: HarnessError.self) { try await TestNode.start(settings) }
            #expect(error?.code == .usage)
        }
    }
}
