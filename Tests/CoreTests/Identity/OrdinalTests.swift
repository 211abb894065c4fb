import Core
import FoundationEssentials
import Testing

@Suite struct OrdinalTests {
    @Test func isReadAsItIsWritten() {
        #expect(ClientID("c7") == ClientID(7))
        #expect(ClientID(7).description == "c7")
        #expect(NodeID("n12")?.index == 11)
    }

    @Test(arguments: ["", "c", "c0", "n1", "c-1", "c+1", "c1x", "7", "c99999999999"])
    func anythingElseIsRefused(text: String) {
        #expect(ClientID(text) == nil)
    }

    @Test func isAStringInJSON() throws {
        let json = try JSONEncoder().encode([NodeID(2): 3])
        #expect(String(decoding: json, as: UTF8.self) == #"{"n2":3}"#)
        #expect(try JSONDecoder().decode([NodeID: Int].self, from: json) == [NodeID(2): 3])
    }

    @Test func audiencesAreReadAsTheyAreWritten() {
        for audience in [Audience.all, .group("red"), .user("ann:1")] {
            #expect(Audience(audience.description) == audience)
        }
        for text in ["", "group:", "user:", "everyone"] { #expect(Audience(text) == nil) }
    }

    @Test func runIdentifiersHaveEightDigits() throws {
        #expect(RunID(0xAB).description == "000000ab")
        #expect(try JSONDecoder().decode([RunID].self, from: Data(#"["000000ab"]"#.utf8)) == [RunID(0xAB)])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([RunID].self, from: Data(#"["ab"]"#.utf8)) }
    }
}
