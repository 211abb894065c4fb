import Core
import Testing

@Suite struct LinkTapTests {
    private static let run = RunID(0xAB)

    private static func message(_ publisher: UInt32, _ sequence: UInt32, size: Int = 90, run: RunID = run) -> [UInt8] {
        let fields = MessageFields(run: run, publisher: PublisherID(publisher), sequence: sequence, sentAt: 7)
        return MessagePayload.encode(fields, size: size)
    }

    /// What it finds when so many bytes pass at a time.
    private static func found(_ stream: [UInt8], piece: Int) -> [String] {
        var tap = LinkTap(of: run)
        var found: [String] = []
        for start in stride(from: 0, to: stream.count, by: piece) {
            stream[start..<min(start + piece, stream.count)].withUnsafeBytes { bytes in
                tap.pass(bytes) { found.append("p\($0)/\($1)") }
            }
        }
        return found
    }

    private static let stream =
        Array("*3\r\n$7\r\nPUBLISH\r\n~~rc1.~rc~".utf8) + message(1, 5) + Array("\",~".utf8)
        + message(12, 345, size: 400)
        + message(3, 9, run: RunID(0xCD)) + Array("~rc1.zz".utf8) + message(1, 6, size: 70) + Array("~r".utf8)

    @Test(arguments: [1, 2, 3, 5, 7, 16, 61, 79, 80, 81, 100, 10_000])
    func findsEveryMessageOfTheRunInPiecesOfAnySize(piece: Int) {
        #expect(Self.found(Self.stream, piece: piece) == ["p1/5", "p12/345", "p1/6"])
    }

    @Test func whatIsCutOffHasNotPassed() {
        let whole = Self.message(1, 5)
        for length in 0..<whole.count { #expect(Self.found(Array(whole[..<length]), piece: 16).isEmpty) }
        #expect(Self.found(whole, piece: 16) == ["p1/5"])
    }

    @Test func aHeadThatNeverEndsIsNoMessage() {
        let endless = Array("~rc1.000000ab.1.".utf8) + [UInt8](repeating: UInt8(ascii: "1"), count: 300)
        #expect(Self.found(endless + Self.message(1, 5), piece: 33) == ["p1/5"])
    }
}
