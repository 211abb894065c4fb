import Core
import NIOCore
import Orchestrator
import Testing

/// Holds and cuts at the very frame that was named, however the bytes come.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LinkWatchTests {
    private static let ping = "*1\r\n$4\r\nPING\r\n"
    private static let publish = "*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$5\r\nhello\r\n"

    /// Ways to cut a text in two, the whole among them.
    private static func splits(_ text: String) -> [[String]] {
        let bytes = Array(text.utf8)
        return [[text]]
            + (1..<bytes.count).map { place in
                [String(decoding: bytes[..<place], as: UTF8.self), String(decoding: bytes[place...], as: UTF8.self)]
            }
    }

    @Test func aCommandIsHeldWhereverItsBytesAreSplit() async throws {
        try await withLink(frames: true) { bench in
            let stream = Self.ping + Self.publish + Self.publish + Self.ping
            for (index, pieces) in Self.splits(stream).enumerated() {
                let (near, far) = try await bench.connect()
                try await bench.network.arm(LinkHook(LinkBench.link, .command("PUBLISH"), nth: 2), fault: index)
                let arrived = try await bench.counters().bytesTo
                var sent = 0
                for piece in pieces {
                    try await near.send(piece)
                    // So that it is a piece of its own for the link as well.
                    sent += piece.utf8.count
                    #expect(try await bench.eventually { $0.bytesTo + $0.withheld == arrived + sent })
                }
                #expect(await bench.hooked.first(before: .now + Peer.patience) { $0.contains(index) } != nil)
                #expect(await far.first { $0.count >= (Self.ping + Self.publish).utf8.count } != nil)
                #expect(try await bench.eventually { $0.withheld == (Self.publish + Self.ping).utf8.count })
                #expect(far.state.value.text == Self.ping + Self.publish)
                try await far.send("+PONG\r\n")
                #expect(await near.received("+PONG\r\n"))
                try await bench.network.release(hook: index)
                #expect(await far.received(stream))
                _ = try await bench.network.end(.reset, in: bench.scope)
            }
        }
    }

    @Test func aReplyIsHeldAndTheOtherWayGoesOn() async throws {
        try await withLink(frames: true) { bench in
            let (near, far) = try await bench.connect()
            try await far.send(":1\r\n")
            #expect(await near.received(":1\r\n"))
            let id = try await bench.network.watch(LinkWatch(bench.scope, .reply, nth: 2))
            try await far.send(":2\r\n*1\r\n:3")
            try await far.send("\r\n:4\r\n")
            let news = await bench.network.news.first(before: .now + Peer.patience) { $0.met[id] != nil }
            #expect(news?.met[id]?.edge == LinkBench.edge)
            #expect(news?.met[id]?.frame == LinkFrame(start: 8))
            #expect(await near.received(":1\r\n:2\r\n"))
            try await near.send(Self.ping)
            #expect(await far.received(Self.ping))
            #expect(near.state.value.text == ":1\r\n:2\r\n")
            try await bench.network.release(id)
            #expect(await near.received(":1\r\n:2\r\n*1\r\n:3\r\n:4\r\n"))
        }
    }

    @Test func aConnectIsHeldBeforeItIsDialled() async throws {
        try await withLink { bench in
            _ = try await bench.connect()
            try await bench.network.arm(LinkHook(LinkBench.link, .connect, nth: 2), fault: 7)
            let second = try await bench.connect()
            let third = try await Peer.connect(to: bench.port)
            #expect(await bench.hooked.first(before: .now + Peer.patience) { $0 == [7] } != nil)
            try await third.send("me too")
            try await second.near.send("through")
            #expect(await second.far.received("through"))
            #expect(bench.host.peers.value.count == 2)
            try await bench.network.release(hook: 7)
            let late = try #require(await bench.host.peer(3))
            #expect(await late.received("me too"))
        }
    }

    @Test func aHookCountsOverAllConnectionsFromWhenItIsArmed() async throws {
        try await withLink(frames: true) { bench in
            let first = try await bench.connect()
            let second = try await bench.connect()
            try await first.near.send(Self.publish)
            #expect(await first.far.received(Self.publish))
            try await bench.network.arm(LinkHook(LinkBench.link, .command("PUBLISH"), nth: 2), fault: 1)
            try await second.near.send(Self.publish)
            #expect(await second.far.received(Self.publish))
            #expect(bench.hooked.value.isEmpty)
            try await first.near.send(Self.publish)
            #expect(await bench.hooked.first(before: .now + Peer.patience) { $0 == [1] } != nil)
            #expect(first.far.state.value.text == Self.publish)
        }
    }

    @Test func aWatchThatIsTakenAwayUnmetHoldsNothing() async throws {
        try await withLink(frames: true) { bench in
            let (near, far) = try await bench.connect()
            let id = try await bench.network.watch(LinkWatch(bench.scope, .command("PUBLISH")))
            try await near.send("*3\r\n$7\r\nPUBL")
            #expect(try await bench.eventually { $0.withheld == 12 })
            try await bench.network.release(id)
            #expect(await far.received("*3\r\n$7\r\nPUBL"))
        }
    }

    @Test(arguments: [1, 9, 25, 500], [LinkEnding.reset, .close])
    func aFrameIsCutWhereItWasSaid(bytes: Int, manner: LinkEnding) async throws {
        try await withLink(frames: true) { bench in
            let (near, far) = try await bench.connect()
            let reply = "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$5\r\nhello\r\n"
            let action = LinkWatch.Action.cut(afterBytes: bytes, manner)
            _ = try await bench.network.watch(LinkWatch(bench.scope, .reply, nth: 2, action: action))
            try await far.send(reply + reply + reply)
            #expect(await near.ended() == (manner == .reset ? .reset : .closed))
            let passed = reply.utf8.count + min(bytes, reply.utf8.count - 1)
            #expect(
                near.state.value.text == String(decoding: Array((reply + reply).utf8).prefix(passed), as: UTF8.self)
            )
            #expect(await far.ended() == (manner == .reset ? .reset : .closed))
            let counters = try await bench.counters()
            #expect(manner == .reset ? counters.reset == 1 : counters.closed == 1)
        }
    }

    @Test func aMessageToAClientIsHeld() async throws {
        let edge = LinkEdge(from: .client(ClientID(3)), to: .node(NodeID(1)), role: .client)
        try await withLink(edge, frames: true) { bench in
            let scope = LinkScope.link(LinkSelector(.client(ClientID(3)), .all))
            let (near, far) = try await bench.connect()
            let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
            let id = try await bench.network.watch(LinkWatch(scope, .reply, nth: 2))
            try await far.send(Array(head.utf8) + [0x81, 1, 0x41, 0x89, 0, 0x81, 2, 0x42, 0x42])
            #expect(await near.first { $0.count == head.utf8.count + 5 } != nil)
            let news = await bench.network.news.first(before: .now + Peer.patience) { $0.met[id] != nil }
            #expect(news != nil)
            #expect(near.state.value.count == head.utf8.count + 5)
            try await bench.network.release(id)
            #expect(await near.first { $0.count == head.utf8.count + 9 } != nil)
        }
    }
}
