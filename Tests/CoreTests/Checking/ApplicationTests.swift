import Core
import Testing

/// Several applications on one Redis: c1 is of chat, c2 of shop; p1 sends to everyone of chat.
@Suite struct ApplicationTests {
    private static let chat: AudienceNumber = 0
    private static let shop: AudienceNumber = 1

    private static func script() -> RunScript {
        var script = RunScript(publishers: 2)
        script.manifest.audiences = [.app("chat"), .app("shop")]
        script.manifest.clients[0].app = "chat"
        script.manifest.clients[1].app = "shop"
        script.connectAll()
        return script
    }

    private static func finish(_ script: inout RunScript) -> Verdict {
        script.finish(900, to: chat, seenBy: [1], alive: [])
        script.finish(900, by: 2, to: shop, seenBy: [2], alive: [1, 2])
        return script.verdict()
    }

    @Test func owesAMessageToItsOwnClientsOnly() {
        var script = Self.script()
        script.publish(1...5, to: Self.chat)
        script.publish(1...3, by: 2, to: Self.shop)
        script.deliver(all: 1...5, to: 1)
        script.deliver(all: 1...3, of: 2, to: 2)
        let verdict = Self.finish(&script)
        #expect(verdict.outcome == .held, "\(verdict.reasons)")
        #expect(verdict.deliveries.expected == 10)
        #expect(verdict.clients.map(\.app) == ["chat", "shop"])
    }

    @Test func aMessageThatAnotherApplicationHearsIsMisrouted() {
        var script = Self.script()
        script.publish(1...5, to: Self.chat)
        script.publish(1...1, by: 2, to: Self.shop)
        script.deliver(all: 1...5, to: 1)
        script.deliver(2, 4, to: 2)
        script.deliver(1, of: 2, to: 2)
        #expect(Self.finish(&script).shown == [.misrouted: 2])
    }

    @Test func aMessageThatItsOwnClientsMissIsLost() {
        var script = Self.script()
        script.publish(1...1, to: Self.chat)
        script.publish(1...3, by: 2, to: Self.shop)
        script.deliver(1, to: 1)
        script.deliver(1, 3, of: 2, to: 2)
        #expect(Self.finish(&script).shown == [.lost: 1])
    }
}
