import Core
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct HandshakeTests {
        @Test func negotiatesInTheOrderAndFormOfTheOriginal() async throws {
            try await withNodes { _, nodes in
                let response = try await TestHTTP.get("/signalr/NEGOTIATE?clientProtocol=2.1", port: nodes[0].port)
                #expect(response.status == 200)
                #expect(response.head.contains("X-Content-Type-Options: nosniff"))
                let form = try Regex(
                    #"\{"Url":"/signalr","ConnectionToken":"[^"]+","ConnectionId":"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}","#
                        + #""KeepAliveTimeout":20\.0,"DisconnectTimeout":30\.0,"ConnectionTimeout":110\.0,"#
                        + #""TryWebSockets":true,"ProtocolVersion":"2\.0","TransportConnectTimeout":5\.0,"#
                        + #""LongPollDelay":0\.0\}"#
                )
                #expect(response.body.wholeMatch(of: form) != nil, "\(response.body)")
            }
        }

        @Test func connectsStartsAndAnswersPing() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                #expect(await client.cursor == "s-0,1")
                let ping = try await TestHTTP.get("/signalr/ping", port: nodes[0].port)
                #expect(ping.body == #"{ "Response": "pong" }"#)
                guard case .status(let connections, let subscribed) = try await nodes[0].server.status() else { return }
                #expect(connections == 1 && subscribed)
            }
        }

        @Test func refusesWithTheStatusesOfTheOriginal() async throws {
            try await withNodes(2) { _, nodes in
                let port = nodes[0].port
                func status(_ path: String) async throws -> Int { try await TestHTTP.get(path, port: port).status }
                #expect(try await status("/signalr/negotiate?callback=x") == 403)
                #expect(try await status("/signalr/negotiate?connectionData=%5B%7B%22name%22:%22no%22%7D%5D") == 500)
                #expect(try await status("/signalr/connect?connectionToken=x") == 400)
                #expect(try await status("/signalr/connect?transport=webSockets") == 400)
                #expect(try await status("/signalr/connect?transport=webSockets&connectionToken=x") == 400)
                let client = try await TestClient.connect(port: port, user: "ann")
                #expect(try await status(client.path("start", user: "bob")) == 403)
                #expect(try await status(client.path("connect", user: "ann")) == 400)
                #expect(try await status("/nothing") == 404)
                // A token of one node is good on the other.
                let abroad = try await TestHTTP.get(client.path("start", user: "ANN"), port: nodes[1].port)
                #expect(abroad.status == 200)
            }
        }

        @Test func refusedUpgradeGetsItsStatus() async throws {
            try await withNodes { _, nodes in
                await #expect(throws: TestFailure.self) {
                    try await TestSocket.open("/signalr/connect?transport=webSockets", port: nodes[0].port)
                }
            }
        }

        @Test func servesTheChatPage() async throws {
            try await withNodes { _, nodes in
                let page = try await TestHTTP.get("/", port: nodes[0].port)
                #expect(page.status == 200)
                #expect(page.head.contains("text/html"))
                #expect(page.body.contains("broadcastMessage"))
            }
        }

        @Test func takesASendOverHTTP() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                let call = escaped(#"{"H":"RollcallHub","M":"Echo","A":["a b"],"I":7}"#)
                let path = client.path("send").replacing("webSockets", with: "longPolling")
                let reply = try await TestHTTP.post(path, form: "data=\(call)", port: nodes[0].port)
                #expect(reply.body == #"{"R":"a b","I":"7"}"#)
                let unknown = escaped(#"{"H":"none","M":"Echo","A":[],"I":7}"#)
                #expect(try await TestHTTP.post(path, form: "data=\(unknown)", port: nodes[0].port).status == 500)
            }
        }
    }
}
