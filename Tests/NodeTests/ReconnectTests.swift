import Core
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct ReconnectTests {
        @Test(arguments: [0, 1])
        func cursorGoesOnWhereItWas(node: Int) async throws {
            try await withNodes(2) { _, nodes in
                let away = try await TestClient.connect(port: nodes[0].port)
                let publisher = try await TestClient.connect(port: nodes[1].port)
                try await publisher.call("PublishAll", "before")
                #expect(try await away.receive(1) == ["before"])
                await away.cut()
                let missed = (1...25).map { "missed \($0)" }
                for text in missed { try await publisher.call("PublishAll", text) }
                try await away.reconnect(port: nodes[node].port)
                try await publisher.call("PublishAll", "after")
                #expect(try await away.receive(until: "after") == missed)
            }
        }

        @Test func groupsComeAlongInTheirToken() async throws {
            try await withNodes(2) { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                try await client.call("Join", "red")
                await client.cut()
                try await client.reconnect(port: nodes[1].port)
                try await client.call("PublishGroup", "red", "still in")
                #expect(try await client.receive(1) == ["still in"])
                await client.cut()
                await client.forgetGroups()
                try await client.reconnect(port: nodes[1].port)
                try await client.call("PublishGroup", "red", "no longer in")
                try await client.call("PublishAll", "end")
                #expect(try await client.receive(until: "end") == [])
            }
        }

        @Test func malformedCursorDiesAfterTheUpgrade() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                await client.cut()
                try await client.reconnect(port: nodes[0].port, cursor: "s-0,XYZ")
                #expect(try await client.socket.nextOrEnd() == nil)
                #expect(try await client.socket.closeCode() == nil)
            }
        }

        @Test func pubsubDoesNotResume() async throws {
            try await withNodes(settings: { $0.backplane = .pubsub }) { _, nodes in
                let away = try await TestClient.connect(port: nodes[0].port)
                let publisher = try await TestClient.connect(port: nodes[0].port)
                await away.cut()
                try await publisher.call("PublishAll", "missed")
                #expect(try await publisher.receive(1) == ["missed"])
                try await away.reconnect(port: nodes[0].port)
                // The answer shows that the node has taken the new socket.
                try await away.call("Echo", "there")
                try await publisher.call("PublishAll", "after")
                #expect(try await away.receive(1) == ["after"])
            }
        }

        @Test func secondRequestReplacesTheFirst() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                let first = await client.socket
                try await client.reconnect(port: nodes[0].port)
                #expect(try await first.nextOrEnd() == nil)
                #expect(try await first.closeCode() == 1000)
                try await client.call("PublishAll", "once")
                try await client.call("PublishAll", "end")
                #expect(try await client.receive(until: "end") == ["once"])
            }
        }
    }
}
