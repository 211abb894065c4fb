import Core
import NIOCore
import Redis
import Testing

@Suite struct RedisReplyParserTests {
    private static let pieces = [1, 2, 3, 7, 64, Int.max]

    private static let samples: [(wire: String, reply: RedisReply)] = [
        ("+OK\r\n", .simple("OK")),
        ("+\r\n", .simple("")),
        ("-ERR no such thing\r\n", .error("ERR no such thing")),
        (":0\r\n", .integer(0)),
        (":-9223372036854775808\r\n", .integer(.min)),
        (":9223372036854775807\r\n", .integer(.max)),
        ("$5\r\nhello\r\n", .bulk("hello")),
        ("$0\r\n\r\n", .bulk("")),
        ("$4\r\n\r\n\r\n\r\n", .bulk("\r\n\r\n")),
        ("$-1\r\n", .null),
        ("*-1\r\n", .null),
        ("*0\r\n", .array([])),
        ("*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n", .array([.bulk("message"), .bulk("c"), .bulk("hi")])),
        (
            "*4\r\n:1\r\n$-1\r\n*2\r\n+a\r\n-WRONGTYPE b\r\n*0\r\n",
            .array([.integer(1), .null, .array([.simple("a"), .error("WRONGTYPE b")]), .array([])])
        ),
        (
            "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:7\r\n",
            (0..<7).reduce(.integer(7)) { nested, _ in .array([nested]) }
        ),
    ]

    @Test(arguments: pieces) func readsEveryKindOfReply(_ piece: Int) throws {
        for sample in Self.samples {
            #expect(try RESPText.parse(Array(sample.wire.utf8), piece: piece) == [sample.reply], "\(sample.wire)")
        }
    }

    @Test(arguments: pieces) func readsRepliesGluedTogether(_ piece: Int) throws {
        let wire = Self.samples.flatMap { Array($0.wire.utf8) }
        #expect(try RESPText.parse(wire, piece: piece) == Self.samples.map(\.reply))
    }

    @Test(arguments: 1...20) func readsAnyReplyInAnyPieces(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let replies = (0..<40).map { _ in Self.reply(depth: 0, using: &generator) }
        let wire = replies.flatMap { RESPText.encode($0) }
        let parser = RedisReplyParser()
        var read: [RedisReply] = []
        var rest = wire[...]
        while !rest.isEmpty {
            let piece = Int.random(in: 1...min(rest.count, 40_000), using: &generator)
            try parser.read(ByteBuffer(bytes: rest.prefix(piece)), into: &read)
            rest = rest.dropFirst(piece)
        }
        #expect(read == replies)
    }

    private static func reply(depth: Int, using generator: inout SeededGenerator) -> RedisReply {
        switch Int.random(in: depth < 6 ? 0...6 : 0...4, using: &generator) {
        case 0: return .integer(Int64(bitPattern: generator.next()))
        case 1: return .null
        case 2: return .error("ERR \(generator.next())")
        case 3: return .simple("S\(generator.next())")
        case 4:
            let count = Int.random(in: 0...(generator.next() % 8 == 0 ? 30_000 : 40), using: &generator)
            return .bulk(ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
        default:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in reply(depth: depth + 1, using: &generator) })
        }
    }

    @Test func repliesThatAreKeptStayWhatTheyWere() throws {
        let parser = RedisReplyParser()
        var replies: [RedisReply] = []
        try parser.read(ByteBuffer(string: "$3\r\none\r\n*2\r\n$3\r\ntwo\r\n$5\r\nth"), into: &replies)
        let kept = replies
        try parser.read(ByteBuffer(string: "ree\r\n$4\r\nfour\r\n"), into: &replies)
        #expect(kept == [.bulk("one")])
        #expect(replies == [.bulk("one"), .array([.bulk("two"), .bulk("three")]), .bulk("four")])
    }

    @Test func refusesArraysThatNestDeeperThanTheReaderCan() throws {
        let wire = String(repeating: "*1\r\n", count: 12) + ":1\r\n"
        let error = try #require(throws: RedisError.self) { try RESPText.parse(Array(wire.utf8), piece: .max) }
        #expect(error.code == .protocolViolation)
    }

    @Test(
        arguments: ["x\r\n", "HTTP/1.1 400 Bad Request\r\n", ":12a\r\n", "*abc\r\n", "$abc\r\nx\r\n", "\r\n"],
        pieces
    )
    func refusesWhatIsNotRESP(_ wire: String, _ piece: Int) throws {
        let error = try #require(throws: RedisError.self) { try RESPText.parse(Array(wire.utf8), piece: piece) }
        #expect(error.code == .protocolViolation)
        #expect(error.certainty == .definite)
        #expect(error.message.contains("RESP2"))
    }

    @Test func refusesRESP3() {
        for wire in ["%1\r\n+a\r\n:1\r\n", "~1\r\n:1\r\n", ">2\r\n+a\r\n+b\r\n", "#t\r\n", ",1.5\r\n", "_\r\n"] {
            #expect(throws: RedisError.self, "\(wire)") { try RESPText.parse(Array(wire.utf8), piece: .max) }
        }
    }

    @Test func handsOverWhatCameBeforeAMistakeAndThenNothingMore() {
        let parser = RedisReplyParser()
        var replies: [RedisReply] = []
        #expect(throws: RedisError.self) {
            try parser.read(ByteBuffer(string: "+one\r\n:2\r\n?\r\n+three\r\n"), into: &replies)
        }
        #expect(replies == [.simple("one"), .integer(2)])
        #expect(throws: RedisError.self) { try parser.read(ByteBuffer(string: "+four\r\n"), into: &replies) }
        #expect(replies.count == 2)
    }

    @Test func aReplyLongerThanTheBoundEndsTheConnection() throws {
        let parser = RedisReplyParser(replyBytesMax: 100_000)
        var replies: [RedisReply] = []
        let short = [UInt8](repeating: 1, count: 40_000)
        for _ in 0..<10 {
            try parser.read(ByteBuffer(bytes: RESPText.encode(.bulk(ByteBuffer(bytes: short)))), into: &replies)
        }
        #expect(replies.count == 10)
        let long = [UInt8](repeating: 1, count: 200_000)
        let error = try #require(throws: RedisError.self) {
            try parser.read(ByteBuffer(bytes: RESPText.encode(.bulk(ByteBuffer(bytes: long)))), into: &replies)
        }
        #expect(error.message.contains("100000 bytes"))
    }

    @Test func anAnnouncedSizeCostsNothingUntilItArrives() throws {
        let parser = RedisReplyParser()
        var replies: [RedisReply] = []
        try parser.read(ByteBuffer(string: "*2147483647\r\n:1\r\n"), into: &replies)
        #expect(replies.isEmpty)
    }
}
