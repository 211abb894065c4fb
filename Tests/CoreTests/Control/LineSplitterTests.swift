import Core
import Testing

@Suite("Line splitter")
struct LineSplitterTests {
    private let text = "{\"a\":1}\r\n\n  \nä\u{2028}b\nlast"
    private let expected = ["{\"a\":1}", "ä\u{2028}b", "last"]

    @Test("Whole, glued and byte by byte give the same lines", arguments: [1, 2, 3, 7, 1000])
    func pieces(size: Int) throws {
        var splitter = LineSplitter(lineBytesMax: 64)
        var lines: [[UInt8]] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            lines += try splitter.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        if let last = splitter.finish() { lines.append(last) }
        #expect(lines.map { String(decoding: $0, as: UTF8.self) } == expected)
        #expect(splitter.finish() == nil)
    }

    @Test("A line of the greatest length passes; one byte more is refused with its start")
    func bound() throws {
        var splitter = LineSplitter(lineBytesMax: 4)
        #expect(try splitter.feed(Array("abcd\nab".utf8)).count == 1)
        let error = #expect(throws: LineSplitter.LineTooLong.self) { try splitter.feed(Array("cde\n".utf8)) }
        #expect(error?.start == Array("abcde".utf8))
        #expect(error?.lineBytesMax == 4)
    }
}
