import Core
import Testing

@Suite struct TokenTests {
    private let seal = TokenSeal(key: SipHashKey(secret: "farm"))

    @Test(arguments: [
        (0, UInt64(0x726F_DB47_DD0E_0E31)), (1, 0x74F8_39C5_93DC_67FD), (7, 0xAB02_00F5_8B01_D137),
        (8, 0x93F5_F579_9A93_2462), (15, 0xA129_CA61_49BE_45E5), (16, 0x3F2A_CC7F_57C2_9BDB),
        (63, 0x958A_324C_EB06_4572),
    ])
    func theHashHasItsPublishedVectors(length: Int, hash: UInt64) {
        let key = SipHashKey(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        #expect(SipHash24.hash((0..<length).map(UInt8.init), key: key) == hash)
    }

    @Test func base64NeedsNoEscapeInURLs() {
        #expect(Base64URL.encode([0xFB, 0xFF, 0xFE]) == "-__-")
        #expect(Base64URL.encode(Array("Ma".utf8)) == "TWE")
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: ["A", "AB", "A+==", "AAAA=", "AA A", "ABCDE"])
    func otherTextsAreNoBase64(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func everyNodeOfTheFarmAcceptsAToken() {
        let token = ConnectionToken(connectionID: "id", user: "ann:x").sealed(with: seal)
        let other = TokenSeal(key: SipHashKey(secret: "farm"))
        #expect(ConnectionToken(sealed: token, with: other) == ConnectionToken(connectionID: "id", user: "ann:x"))
        #expect(ConnectionToken(sealed: token, with: TokenSeal(key: SipHashKey(secret: "other"))) == nil)
    }

    @Test func aChangedTokenIsRefused() {
        let token = Array(ConnectionToken(connectionID: "id", user: "ann").sealed(with: seal).utf8)
        for position in token.indices {
            var changed = token
            changed[position] = changed[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(ConnectionToken(sealed: String(decoding: changed, as: UTF8.self), with: seal) == nil)
        }
        #expect(ConnectionToken(sealed: "", with: seal) == nil)
        #expect(ConnectionToken(sealed: seal.seal(":u", for: .connection), with: seal) == nil)
        #expect(ConnectionToken(sealed: seal.seal("id", for: .connection), with: seal) == nil)
    }

    @Test func oneTokenDoesNotPassForTheOther() {
        let groups = GroupsToken.sealed(connectionID: "id", groups: [], with: seal)
        #expect(ConnectionToken(sealed: groups, with: seal) == nil)
    }

    @Test func usersMatchInAnyCase() {
        #expect(ConnectionToken(connectionID: "i", user: "Ann").belongs(to: "aNN"))
        #expect(ConnectionToken(connectionID: "i", user: "").belongs(to: ""))
        #expect(!ConnectionToken(connectionID: "i", user: "ann").belongs(to: ""))
    }

    @Test func groupsOfTheNamedHubsComeBack() {
        let token = GroupsToken.sealed(
            connectionID: "id",
            groups: ["Chat.room1", "Chat.\"ü\",x", "chat.low", "Other.room", "Chatter.y", "Chat"],
            with: seal
        )
        #expect(
            GroupsToken.groups(in: token, connectionID: "id", hubs: ["Chat"], with: seal)
                == ["Chat.room1", "Chat.\"ü\",x", "Chat.low"]
        )
        #expect(GroupsToken.groups(in: token, connectionID: "id", hubs: ["Other"], with: seal) == ["Other.room"])
    }

    @Test func aBadGroupsTokenIsSilentlyNoGroups() {
        let token = GroupsToken.sealed(connectionID: "id", groups: ["Chat.a"], with: seal)
        let connection = ConnectionToken(connectionID: "id").sealed(with: seal)
        let notJSON = seal.seal("id:[", for: .groups)
        let otherKey = GroupsToken.sealed(
            connectionID: "id",
            groups: ["Chat.a"],
            with: TokenSeal(key: SipHashKey(secret: "x"))
        )
        for bad in [nil, "", "garbage", connection, notJSON, otherKey, String(token.dropLast())] {
            #expect(GroupsToken.groups(in: bad, connectionID: "id", hubs: ["Chat"], with: seal) == [])
        }
        #expect(GroupsToken.groups(in: token, connectionID: "ID", hubs: ["Chat"], with: seal) == [])
    }
}
