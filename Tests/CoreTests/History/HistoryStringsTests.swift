import Core
import Testing

@Suite struct HistoryStringsTests {
    @Test func everyTextReadsBackAsItWasWritten() {
        let texts = ["reset by peer", "a \"quote\" and a \\", "line\nfeed\ttab\u{1}", "日本語 🙂", ""]
        var lines: [UInt8] = []
        for (index, text) in texts.enumerated() {
            lines += HistoryStringLine(number: UInt32(index + 1), text: text).encoded()
        }
        let table = HistoryStringTable(lines: lines)
        for (index, text) in texts.enumerated() { #expect(table[number: UInt64(index + 1)] == text) }
        #expect(table[number: 0] == nil)
        #expect(table[number: 6] == nil)
        #expect(table[number: .max] == nil)
    }

    @Test func aHalfWrittenLastLineIsLeftOut() {
        let whole = HistoryStringLine(number: 1, text: "one").encoded()
        let torn = HistoryStringLine(number: 2, text: "two").encoded().dropLast(4)
        let table = HistoryStringTable(lines: whole + torn)
        #expect(table == HistoryStringTable([1: "one"]))
    }

    @Test func longTextsAreCutAtACharacter() {
        let line = HistoryStringLine(number: 1, text: String(repeating: "é", count: 10), lengthMax: 5)
        #expect(line.text == "éé")
    }
}
