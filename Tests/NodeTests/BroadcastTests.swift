import Core
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct BroadcastTests {
        @Test(arguments: BackplaneKind.allCases)
        func everybodyOnEveryNodeHears(kind: BackplaneKind) async throws {
            try await withNodes(2, settings: { $0.backplane = kind }) { _, nodes in
                let here = try await TestClient.connect(port: nodes[0].port)
                let there = try await TestClient.connect(port: nodes[1].port)
                #expect(try await here.call("publishall", "one").error == nil)
                #expect(try await there.call("PublishAll", "two").error == nil)
                #expect(try await here.receive(2) == ["one", "two"])
                let call = try await there.receive()
                #expect(call.hub == "RollcallHub" && call.method == "deliver" && call.arguments == ["one"])
                #expect(try await there.receive(1) == ["two"])
            }
        }

        @Test func chatReachesTheOtherServer() async throws {
            try await withNodes(2) { _, nodes in
                let here = try await TestClient.connect(port: nodes[0].port)
                let there = try await TestClient.connect(port: nodes[1].port)
                try await here.call("Send", "ann", "h\u{e9} \"quoted\" \\ \u{1F600}", hub: "ChatHub")
                for client in [here, there] {
                    let call = try await client.receive()
                    #expect(call.hub == "ChatHub" && call.method == "broadcastMessage")
                    #expect(call.arguments == ["ann", "h\u{e9} \"quoted\" \\ \u{1F600}"])
                }
                try await here.call("SendToOthers", "ann", "not me", hub: "ChatHub")
                try await here.call("Send", "ann", "end", hub: "ChatHub")
                #expect(try await there.receive().arguments[1] == "not me")
                #expect(try await here.receive().arguments[1] == "end")
            }
        }

        @Test func twoAppsOnOneRedisDoNotHearEachOther() async throws {
            var app = 0
            try await withNodes(
                2,
                settings: {
                    app += 1
                    $0.app = "app-\(app)"
                }
            ) { _, nodes in
                let first = try await TestClient.connect(port: nodes[0].port)
                let second = try await TestClient.connect(port: nodes[1].port)
                try await first.call("PublishAll", "of first")
                try await second.call("PublishAll", "of second")
                #expect(try await first.receive(1) == ["of first"])
                #expect(try await second.receive(1) == ["of second"])
            }
        }

        @Test(arguments: BackplaneKind.allCases)
        func membersOnlyHearTheirGroup(kind: BackplaneKind) async throws {
            try await withNodes(2, settings: { $0.backplane = kind }) { _, nodes in
                let member = try await TestClient.connect(port: nodes[0].port)
                let other = try await TestClient.connect(port: nodes[1].port)
                #expect(try await member.call("Join", "red").error == nil)
                #expect(await member.groupsToken != nil)
                try await other.call("PublishGroup", "red", "inside")
                try await member.call("Leave", "red")
                try await other.call("PublishGroup", "red", "left")
                try await other.call("PublishAll", "end")
                #expect(try await member.receive(until: "end") == ["inside"])
                #expect(try await other.receive(until: "end") == [])
            }
        }

        @Test func everyConnectionOfAUserHears() async throws {
            try await withNodes(2) { _, nodes in
                let ann = try await TestClient.connect(port: nodes[0].port, user: "ann")
                let annAgain = try await TestClient.connect(port: nodes[1].port, user: "ann")
                let bob = try await TestClient.connect(port: nodes[1].port, user: "bob")
                try await bob.call("PublishUser", "ann", "for ann")
                try await bob.call("PublishAll", "end")
                #expect(try await ann.receive(until: "end") == ["for ann"])
                #expect(try await annAgain.receive(until: "end") == ["for ann"])
                #expect(try await bob.receive(until: "end") == [])
            }
        }

        @Test func oneConnectionOnAnotherNodeHears() async throws {
            try await withNodes(2) { _, nodes in
                let here = try await TestClient.connect(port: nodes[0].port)
                let there = try await TestClient.connect(port: nodes[1].port)
                let target = there.negotiation.connectionID
                try await here.call("SendToConnection", target, "ann", "only you", hub: "chathub")
                try await here.call("SendToSelf", "ann", "only me", hub: "chathub")
                try await here.call("Send", "ann", "end", hub: "chathub")
                #expect(try await there.receive().arguments == ["ann", "only you"])
                #expect(try await there.receive().arguments == ["ann", "end"])
                #expect(try await here.receive().arguments == ["ann", "only me"])
                #expect(try await here.receive().arguments == ["ann", "end"])
            }
        }

        @Test func roomsOfTheChat() async throws {
            try await withNodes(2) { _, nodes in
                let here = try await TestClient.connect(port: nodes[0].port, user: "ann")
                let there = try await TestClient.connect(port: nodes[1].port)
                try await here.call("JoinRoom", "tea", hub: "ChatHub")
                try await there.call("SendToRoom", "tea", "bob", "in the room", hub: "ChatHub")
                try await here.call("LeaveRoom", "tea", hub: "ChatHub")
                try await there.call("SendToRoom", "tea", "bob", "to nobody", hub: "ChatHub")
                try await there.call("SendToUser", "ann", "bob", "to ann", hub: "ChatHub")
                #expect(try await here.receive().arguments == ["bob", "in the room"])
                #expect(try await here.receive().arguments == ["bob", "to ann"])
            }
        }

        @Test func answersErrorsOfCalls() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                let unknown = try await client.call("Missing", "x")
                #expect(unknown.error == "There was an error invoking Hub method 'rollcallhub.Missing'.")
                #expect(unknown.isHubException == nil)
                #expect(try await client.call("Echo").error != nil)
                #expect(try await client.call("Echo", "x").value == "x")
                // Neither an unreadable frame nor an unknown hub is answered.
                try await client.socket.send("no json")
                _ = try await client.send("Echo", ["y"], hub: "none")
                #expect(try await client.call("Echo", "z").value == "z")
            }
        }

        @Test func keepsTheOrderOfABurst() async throws {
            try await withNodes(2) { _, nodes in
                let publisher = try await TestClient.connect(port: nodes[0].port)
                let there = try await TestClient.connect(port: nodes[1].port)
                let texts = (1...500).map { "message \($0)" }
                for text in texts { _ = try await publisher.send("PublishAll", [text]) }
                #expect(try await there.receive(500) == texts)
                #expect(try await publisher.receive(500) == texts)
            }
        }
    }
}
