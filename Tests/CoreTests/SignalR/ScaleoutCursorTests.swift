import Core
import Testing

@Suite struct ScaleoutCursorTests {
    @Test(arguments: [
        (UInt64(0), "s-0,0"), (1, "s-0,1"), (15, "s-0,F"), (16, "s-0,10"), (255, "s-0,FF"),
        (0x1234_5678_9ABC_DEF0, "s-0,123456789ABCDEF0"), (UInt64.max, "s-0,FFFFFFFFFFFFFFFF"),
    ])
    func isWrittenAsUpperCaseHexWithoutLeadingZeros(id: UInt64, text: String) throws {
        #expect(ScaleoutCursor.text(id) == text)
        #expect(try ScaleoutCursor.parse(text) == .position(id))
    }

    @Test func lowerCaseAndLeadingZerosAreRead() throws {
        #expect(try ScaleoutCursor.parse("s-0,00fF") == .position(255))
        #expect(try ScaleoutCursor.parse("s-0,00000000000000fe") == .position(254))
    }

    @Test func theSentinelIsTheLargestId() throws {
        #expect(try ScaleoutCursor.parse("s-0,FFFFFFFFFFFFFFFF") == .position(ScaleoutCursor.sentinel))
    }

    @Test func noneOrAnEmptyOneIsMissing() throws {
        #expect(try ScaleoutCursor.parse(nil) == .missing)
        #expect(try ScaleoutCursor.parse("") == .missing)
    }

    @Test(arguments: ["d-1A2B-a,5", "x", "S-0,5", "s", "0,5", "s-0,5|1,6"])
    func anotherPrefixOrStreamCountIsForeign(text: String) throws {
        #expect(try ScaleoutCursor.parse(text) == .foreign)
    }

    @Test(arguments: [
        "s-", "s-0", "s-0,", "s-,5", "s-0,G", "s-0,-1", "s-0, 5", "s-0,10000000000000000", "s-0,00000000000000001",
        "s-0,5|", "s-|0,5", "s-0,5|0,6", "s-0,5|1", "s-0,5||1,6", "s-0,5,6", "s-0\\", "s-0\\,5",
    ])
    func malformedTextBehindTheRightPrefixThrows(text: String) {
        #expect(throws: SignalRError.self) { try ScaleoutCursor.parse(text) }
    }

    @Test func keysAreEscapedAndRead() throws {
        let entries = [
            ScaleoutCursor.Entry(key: #"a\b|c,d"#, id: 10),
            ScaleoutCursor.Entry(key: "ü", id: 0),
        ]
        var bytes: [UInt8] = []
        ScaleoutCursor.write(entries, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #"s-a\\b\|c\,d,A|ü,0"#)
        #expect(try ScaleoutCursor.entries(Array(bytes.dropFirst(2))) == entries)
    }
}
