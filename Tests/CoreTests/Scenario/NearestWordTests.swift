import Testing

@testable import Core

@Suite struct NearestWordTests {
    @Test(
        arguments: [
            ("cuont", "count"), ("backplan", "backplane"), ("Groups", "groups"), ("keepalive", "keep-alive"),
            ("disconect-timeout", "disconnect-timeout"), ("ap", "app"),
        ]
    )
    func findsTheWordThatWasMeant(_ word: String, _ meant: String) {
        #expect(NearestWord.of(word, in: ScenarioKeys.nodes.keys + ScenarioKeys.clients.keys) == meant)
    }

    @Test(arguments: ["zzz", "x", "", "servers", "an-extremely-long-word-that-is-like-nothing-else"])
    func staysSilentWhenNothingIsNear(_ word: String) {
        #expect(NearestWord.of(word, in: ScenarioKeys.nodes.keys) == nil)
    }

    @Test func countsAnExchangeOfNeighboursOnce() {
        #expect(NearestWord.distance(Array("raet".unicodeScalars), Array("rate".unicodeScalars)) == 1)
        #expect(NearestWord.distance(Array("kitten".unicodeScalars), Array("sitting".unicodeScalars)) == 3)
        #expect(NearestWord.distance([], Array("abc".unicodeScalars)) == 3)
    }
}
