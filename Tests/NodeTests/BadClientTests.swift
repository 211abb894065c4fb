import Core
import NIOCore
import Runtime
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    /// Clients that do what no good one does; the others must not notice.
    @Suite(.timeLimit(.minutes(2))) struct BadClientTests {
        private static func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8], to client: TestClient) async throws {
            var frame = ByteBuffer()
            WebSocketFrameWriter.write(opcode, payload: bytes, count: bytes.count, mask: 0x0102_0304, into: &frame)
            try await client.socket.channel.writeAndFlush(frame)
        }

        private static func call(_ text: [UInt8]) -> [UInt8] {
            Array(#"{"H":"RollcallHub","M":"PublishAll","A":[""#.utf8) + text + Array(#""],"I":"x"}"#.utf8)
        }

        @Test func textThatIsNotUTF8EndsItsSenderOnly() async throws {
            try await withNodes { _, nodes in
                let bad = try await TestClient.connect(port: nodes[0].port)
                let good = try await TestClient.connect(port: nodes[0].port)
                try await Self.send(.text, Self.call([0xFF, 0xFE]), to: bad)
                #expect(try await bad.socket.nextOrEnd() == nil)
                #expect(try await bad.socket.closeCode() == 1007)
                try await good.call("PublishAll", "after")
                #expect(try await good.receive(1) == ["after"])
            }
        }

        /// The original reads binary messages as text and replaces what is none.
        @Test func binaryMessagesAreReadAsText() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                try await Self.send(.binary, Self.call([0xC3, 0xA9, 0xFF]), to: client)
                #expect(try await client.receive(1) == ["é\u{FFFD}"])
            }
        }

        /// It is not read from until it reads, and nothing is lost by that.
        @Test func whoAsksWithoutReadingIsNotReadFrom() async throws {
            try await withNodes { _, nodes in
                let client = try await TestClient.connect(port: nodes[0].port)
                let good = try await TestClient.connect(port: nodes[0].port)
                let channel = await client.socket.channel
                try await channel.setOption(.autoRead, value: false).get()
                let count = 600
                var calls = ByteBuffer()
                for number in 0..<count {
                    let text = String(repeating: "x", count: 60_000)
                    let call = #"{"H":"RollcallHub","M":"Echo","A":["\#(text)"],"I":\#(number)}"#
                    WebSocketFrameWriter.writeText(ByteBuffer(string: call), mask: 7, into: &calls)
                }
                let sent = channel.eventLoop.makePromise(of: Void.self)
                channel.writeAndFlush(calls, promise: sent)
                try await good.call("PublishAll", "meanwhile")
                #expect(try await good.receive(1) == ["meanwhile"])
                try await channel.setOption(.autoRead, value: true).get()
                var answered = 0
                while answered < count {
                    let frame = try TestFrame(try await client.socket.next())
                    guard let id = frame.callID else { continue }
                    #expect(id == "\(answered)")
                    answered += 1
                }
                try await sent.futureResult.get()
            }
        }

        /// A client that waits for no result sends more in one turn of the node than the buffer of a signal holds. Whoever
        /// keeps up gets all of it.
        @Test(arguments: BackplaneKind.allCases)
        func burstDoesNotOverrunTheBuffers(backplane: BackplaneKind) async throws {
            try await withNodes(2, settings: { $0.backplane = backplane }) { _, nodes in
                let flooding = try await TestClient.connect(port: nodes[0].port)
                let there = try await TestClient.connect(port: nodes[1].port)
                let count = 5_000
                var calls = ByteBuffer()
                for number in 0..<count {
                    let call = #"{"H":"RollcallHub","M":"PublishAll","A":["\#(number)"],"I":"x"}"#
                    WebSocketFrameWriter.writeText(ByteBuffer(string: call), mask: 7, into: &calls)
                }
                let sent = await flooding.socket.channel.eventLoop.makePromise(of: Void.self)
                await flooding.socket.channel.writeAndFlush(calls, promise: sent)
                let expected = (0..<count).map(String.init)
                async let here = flooding.receive(count)
                #expect(try await there.receive(count) == expected)
                #expect(try await here == expected)
                try await sent.futureResult.get()
            }
        }

        @Test func requestTargetsMayBeAbsolute() async throws {
            try await withNodes { _, nodes in
                let port = nodes[0].port
                let ping = try await TestHTTP.get("http://localhost:\(port)/signalr/ping", port: port)
                #expect(ping.body == #"{ "Response": "pong" }"#)
                #expect(try await TestHTTP.get("http://localhost:\(port)", port: port).status == 404)
            }
        }
    }
}
