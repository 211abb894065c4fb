import Core
import Testing

@Suite struct FrameScannerTests {
    /// What a scanner sees of bytes that come in pieces of this size.
    private func events(_ scanner: LinkFrameScanner, _ bytes: [UInt8], pieces size: Int) -> [LinkFrameEvent] {
        var scanner = scanner
        var events: [LinkFrameEvent] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { scanner.scan($0) { events.append($0) } }
        }
        return events
    }

    private func began(_ start: Int, _ name: String? = nil) -> LinkFrameEvent {
        .began(LinkFrame(start: start, name: name))
    }

    private func expect(
        _ scanner: LinkFrameScanner,
        _ parts: [(text: [UInt8], name: String?, isFrame: Bool)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var bytes: [UInt8] = []
        var expected: [LinkFrameEvent] = []
        for part in parts {
            if part.isFrame { expected.append(began(bytes.count, part.name)) }
            bytes += part.text
            if part.isFrame { expected.append(.ended(bytes.count)) }
        }
        for size in [1, 2, 3, 5, 7, 16, 64, bytes.count] {
            #expect(
                events(scanner, bytes, pieces: size) == expected,
                "pieces of \(size)",
                sourceLocation: sourceLocation
            )
        }
    }

    private func frame(_ text: String, _ name: String? = nil) -> (text: [UInt8], name: String?, isFrame: Bool) {
        (Array(text.utf8), name, true)
    }

    private func nothing(_ text: String) -> (text: [UInt8], name: String?, isFrame: Bool) {
        (Array(text.utf8), nil, false)
    }

    @Test func findsCommandsWithTheirNames() {
        expect(
            .resp(RESPFrameScanner(.commands)),
            [
                frame("*3\r\n$7\r\npublish\r\n$1\r\na\r\n$5\r\nx\r\n*1\r\n", "PUBLISH"),
                frame("*1\r\n$4\r\nPING\r\n", "PING"),
                frame("*2\r\n$9\r\nSUBSCRIBE\r\n$0\r\n\r\n", "SUBSCRIBE"),
                nothing("\r\n"),
                frame("INFO replication\r\n", "INFO"),
                nothing("*0\r\n"),
                frame("*1\r\n$4\r\nPING\r\n", "PING"),
            ]
        )
    }

    @Test func findsRepliesWithEverythingNestedInThem() {
        expect(
            .resp(RESPFrameScanner(.replies)),
            [
                frame("+OK\r\n"), frame("-ERR no\r\n"), frame(":-12\r\n"), frame("$-1\r\n"), frame("*-1\r\n"),
                frame("$5\r\na\r\nbc\r\n"), frame("*0\r\n"),
                frame("*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$3\r\n+OK\r\n"),
                frame("*2\r\n*2\r\n:1\r\n*1\r\n$1\r\nx\r\n$-1\r\n"),
                frame("%2\r\n+a\r\n:1\r\n+b\r\n~2\r\n#t\r\n_\r\n"), frame(">2\r\n+m\r\n,1.5\r\n"),
                frame("|1\r\n+ttl\r\n:1\r\n+value\r\n"), frame("=8\r\ntxt:abcd\r\n"), frame("!5\r\nERR x\r\n"),
                frame("(12345678901234567890\r\n"),
            ]
        )
    }

    @Test func aCommandIsUndecidedUntilItsNameIsWhole() {
        var scanner = LinkFrameScanner.resp(RESPFrameScanner(.commands))
        var undecided: [Int?] = []
        for byte in Array("*1\r\n$4\r\nPING\r\n*1\r\n".utf8) {
            [byte].withUnsafeBytes { scanner.scan($0) { _ in } }
            undecided.append(scanner.undecided)
        }
        #expect(undecided.prefix(11).allSatisfy { $0 == 0 })
        #expect(undecided[11..<14].allSatisfy { $0 == nil })
        #expect(undecided[14...].allSatisfy { $0 == 14 })
    }

    @Test func followsAReplicaThroughItsSnapshot() {
        let snapshot = "REDIS0009*1\r\n$4\r\n+FULL"
        let mark = "c0ffee" + String(repeating: "0123456789abcdef7", count: 2)
        for body in [
            "$\(snapshot.utf8.count)\r\n\(snapshot)", "$EOF:\(mark)\r\n\(snapshot)c0ffee01\(mark)",
        ] {
            expect(
                .resp(RESPFrameScanner(.replication)),
                [
                    frame("+PONG\r\n"), frame("+FULLRESYNC 8de1787ba490483314a4d30f1c628bc5025eb761 0\r\n"),
                    nothing("\n\n"), frame(body), frame("*1\r\n$4\r\nPING\r\n"), nothing("\n"),
                    frame("*2\r\n$4\r\nINCR\r\n$1\r\na\r\n"),
                ]
            )
        }
        expect(
            .resp(RESPFrameScanner(.replication)),
            [frame("+CONTINUE abc\r\n"), frame("*2\r\n$4\r\nINCR\r\n$1\r\na\r\n")]
        )
    }

    @Test func findsNothingMoreBehindWhatIsNoRESP() {
        let bytes = Array("+OK\r\n\u{16}\u{3}garbage\r\n+OK\r\n".utf8)
        for size in [1, 4, 100] {
            #expect(events(.resp(RESPFrameScanner(.replies)), bytes, pieces: size).suffix(1) != [.ended(bytes.count)])
            #expect(events(.resp(RESPFrameScanner(.replies)), bytes, pieces: size).prefix(2) == [began(0), .ended(5)])
        }
    }

    @Test func findsWebSocketMessagesBehindTheRequest() {
        let head = "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
        func masked(_ operation: UInt8, _ count: Int) -> [UInt8] {
            let length: [UInt8] =
                count < 126
                ? [0x80 | UInt8(count)]
                : count < 65_536
                    ? [0x80 | 126, UInt8(count >> 8), UInt8(count & 255)]
                    : [
                        0x80 | 127, 0, 0, 0, 0, UInt8(count >> 24 & 255), UInt8(count >> 16 & 255),
                        UInt8(count >> 8 & 255),
                        UInt8(count & 255),
                    ]
            return [operation] + length + [1, 2, 3, 4] + Array(repeating: 0x81, count: count)
        }
        expect(
            .webSocket(WebSocketFrameScanner(.to)),
            [
                nothing(head), (masked(0x81, 5), nil, true), (masked(0x89, 0), nil, false),
                (masked(0x82, 300), nil, true),
                (masked(0x01, 0), nil, true), (masked(0x80, 9), nil, false), (masked(0x82, 70_000), nil, true),
                (masked(0x88, 2), nil, false),
            ]
        )
    }

    @Test func findsWebSocketMessagesBehindTheResponse() {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n"
        expect(
            .webSocket(WebSocketFrameScanner(.from)),
            [nothing(head), ([0x81, 2, 0x41, 0x42], nil, true), ([0x8A, 0], nil, false), ([0x81, 0], nil, true)]
        )
    }

    @Test func anHTTPResponseWithoutALengthHidesWhatFollows() {
        let text = "HTTP/1.1 200 OK\r\n\r\n\u{1}\u{2}HTTP/1.1 101 X\r\n\r\n\u{1}\u{1}a"
        #expect(events(.webSocket(WebSocketFrameScanner(.from)), Array(text.utf8), pieces: 3).isEmpty)
    }

    @Test func aRoleTellsWhatItsLinkCarries() {
        let command = Array("*1\r\n$4\r\nPING\r\n".utf8)
        for role in LinkRole.allCases where role != .client {
            #expect(events(LinkFrameScanner(role, .to), command, pieces: 100).first == began(0, "PING"))
        }
        #expect(events(LinkFrameScanner(.client, .to), command, pieces: 100).isEmpty)
    }
}
