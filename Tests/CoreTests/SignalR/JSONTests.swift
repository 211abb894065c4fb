import Core
import Testing

@Suite struct JSONTests {
    private func written(_ text: String) -> String {
        String(decoding: JSONText.string(text), as: UTF8.self)
    }

    @Test func textIsEscapedAsTheOriginalDoes() {
        #expect(written("plain") == #""plain""#)
        #expect(written("a\"b\\c/") == #""a\"b\\c/""#)
        #expect(written("\u{8}\t\n\u{C}\r\u{1}\u{1F}\u{7F}") == #""\b\t\n\f\r\u0001\u001f"# + "\u{7F}\"")
        #expect(written("\u{85}\u{2028}\u{2029}") == #""\u0085\u2028\u2029""#)
        #expect(written("é€😀\u{2027}\u{202A}\u{84}") == "\"é€😀\u{2027}\u{202A}\u{84}\"")
        #expect(written("") == #""""#)
    }

    @Test(arguments: ["", "x", "\u{0}\u{1F}\"\\/", "é€😀", "\u{2028}\u{2029}\u{85}", "\u{FFFD}", "a\u{301}"])
    func whatIsWrittenIsReadBack(text: String) {
        let read = JSONSlice(JSONText.string(text)[...]).string
        #expect(read.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [
        (#""\u00e9""#, "é"), (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00x""#, "😀x"), (#""\ud83d""#, "\u{FFFD}"),
        (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0000""#, "\u{0}"),
    ])
    func escapesAreDecoded(json: String, text: String) {
        #expect(JSONSlice(Array(json.utf8)[...]).string == text)
    }

    private func accepts(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes: bytes)
            guard (try? scanner.value()) != nil else { return false }
            return (try? scanner.end()) != nil
        }
    }

    @Test(arguments: [
        "0", "-0", "10", "-1.5e+10", "1E5", "true", "false", "null", "{}", "[]", " [ 1 , {\"a\" : [ ] } ] ", #""""#,
        #"{"a":{"b":[1,2,{"c":null}]},"d":"é"}"#,
    ])
    func jsonIsAccepted(text: String) {
        #expect(accepts(text))
    }

    @Test(arguments: [
        "", " ", "01", "-", "1.", ".5", "1e", "+1", "tru", "nul", "True", "{", "}", "[", "]", "[1,]", "[,1]", "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:2}", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u123\"", "\"a\nb\"", "1 2",
        "[1 2]",
        "{\"a\":1 \"b\":2}", "'a'", "\"\\",
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(!accepts(text))
    }

    @Test func nestingHasABound() {
        let fine = JSONScanner.depthMax - 1
        #expect(accepts(String(repeating: "[", count: fine) + String(repeating: "]", count: fine)))
        #expect(!accepts(String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)))
        #expect(!accepts(String(repeating: "{\"a\":", count: 100_000)))
    }

    @Test func bytesThatAreNotUTF8AreNoText() {
        #expect(JSONSlice([0x22, 0xFF, 0x22][...]).string == nil)
        #expect(JSONSlice([0x22, 0x5C, 0x6E, 0xC3, 0x22][...]).string == nil)
    }

    @Test func slicesTellTheirTypes() {
        #expect(JSONSlice(Array("12".utf8)[...]).integer == 12)
        #expect(JSONSlice(Array("12".utf8)[...]).string == nil)
        #expect(JSONSlice(Array("12".utf8)[...]).scalarText == "12")
        #expect(JSONSlice(Array("null".utf8)[...]).scalarText == nil)
        #expect(JSONSlice(Array("1.5".utf8)[...]).integer == nil)
    }
}
