import Core
import TestSupport
import Testing

@testable import Node

/// Tells what happened to connections.
private struct WatchedHub: Hub {
    static let name = "RollcallHub"

    let methods: [HubMethod] = RollcallHub().methods
    let events: AsyncStream<String>.Continuation

    func connected(_ caller: HubContext) { events.yield("connected") }
    func reconnected(_ caller: HubContext) { events.yield("reconnected") }
    func disconnected(_ caller: HubContext, stopCalled: Bool) { events.yield("disconnected \(stopCalled)") }
}

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct LivenessTests {
        private func expect(_ text: String, _ events: AsyncStream<String>) async throws {
            // One after the other, iterators of a stream go on where the last one was.
            var iterator = events.makeAsyncIterator()
            let event = await iterator.next()
            #expect(event == text)
        }

        private static let quick = SignalRSettings(disconnectTimeoutMilliseconds: 300, keepAliveMilliseconds: 100)

        private static func withWatchedNode(
            _ body: (TestNode, AsyncStream<String>) async throws -> Void
        ) async throws {
            let (stream, continuation) = AsyncStream<String>.makeStream()
            try await withNodes(
                settings: { $0.signalr = quick },
                hubs: { HubRegistry([ChatHub(), WatchedHub(events: continuation)]) }
            ) { _, nodes in try await body(nodes[0], stream) }
        }

        @Test func keepAlivesComeWithoutTraffic() async throws {
            try await withNodes(settings: { $0.signalr = Self.quick }) { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                for _ in 1...3 { #expect(try await client.socket.next() == "{}") }
            }
        }

        @Test func abortEndsTheConnectionCleanly() async throws {
            try await Self.withWatchedNode { node, events in
                let client = try await TestClient.connect(port: node.port)
                try await expect("connected", events)
                let reply = try await TestHTTP.get(client.path("abort"), port: node.port)
                #expect(reply.status == 200 && reply.body.isEmpty)
                while let text = try await client.socket.nextOrEnd() { #expect(!text.isEmpty) }
                #expect(try await client.socket.closeCode() == 1000)
                try await expect("disconnected true", events)
            }
        }

        @Test func anyNodeTakesAnAbort() async throws {
            try await withNodes(2) { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                #expect(try await TestHTTP.post(client.path("abort"), form: "", port: nodes[1].port).status == 200)
                while let text = try await client.socket.nextOrEnd() { #expect(text.contains(#""M":[]"#)) }
                #expect(try await client.socket.closeCode() == 1000)
            }
        }

        /// Reference signalr2, section 10, row 19.
        @Test func connectionWithoutASocketStillAcknowledges() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                await client.cut()
                let path = client.path("send").replacing("webSockets", with: "longPolling")
                let join = escaped(#"{"H":"RollcallHub","M":"Join","A":["red"],"I":1}"#)
                #expect(try await TestHTTP.post(path, form: "data=\(join)", port: nodes[0].port).body == #"{"I":"1"}"#)
            }
        }

        @Test func silentConnectionIsOverAfterTheTimeout() async throws {
            try await Self.withWatchedNode { node, events in
                let client = try await TestClient.connect(port: node.port)
                try await expect("connected", events)
                await client.cut()
                try await expect("disconnected false", events)
            }
        }

        @Test func reconnectIsTold() async throws {
            try await Self.withWatchedNode { node, events in
                let client = try await TestClient.connect(port: node.port)
                await client.cut()
                try await client.reconnect(port: node.port)
                try await expect("connected", events)
                try await expect("reconnected", events)
            }
        }

        @Test func nodeEndsWithANormalClose() async throws {
            try await withRedisServer { redis in
                let node = try await TestNode.start(testSettings(redis: redis.address))
                try await node.ready()
                let client = try await TestClient.connect(port: node.port)
                try await node.server.stop()
                #expect(try await client.socket.nextOrEnd() == nil)
                #expect(try await client.socket.closeCode() == 1000)
            }
        }

        @Test func longMessageEndsTheConnection() async throws {
            try await withNodes(settings: { $0.signalr.inboundMessageBytesMax = 1_000 }) { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                try await client.socket.send(String(repeating: "x", count: 1_001))
                #expect(try await client.socket.nextOrEnd() == nil)
            }
        }
    }
}
