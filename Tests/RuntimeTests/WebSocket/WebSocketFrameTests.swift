import NIOCore
import Testing

@testable import Runtime

@Suite struct WebSocketFrameTests {
    private static func frame(
        _ opcode: WebSocketOpcode,
        _ text: String,
        mask: UInt32? = nil,
        final: Bool = true
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        WebSocketFrameWriter.write(opcode, payload: text.utf8, count: text.utf8.count, mask: mask, into: &buffer)
        if !final, let first = buffer.getInteger(at: 0, as: UInt8.self) { buffer.setInteger(first & 0x7F, at: 0) }
        return buffer
    }

    private static func read(
        _ pieces: [ByteBuffer],
        expectsMask: Bool = true,
        messageBytesMax: Int = 1 << 20
    ) throws -> [WebSocketMessage] {
        var reader = WebSocketFrameReader(expectsMask: expectsMask, messageBytesMax: messageBytesMax)
        var messages: [WebSocketMessage] = []
        for piece in pieces {
            reader.feed(piece)
            while let message = try reader.next() { messages.append(message) }
        }
        return messages
    }

    @Test(arguments: [0, 1, 7, 8, 9, 125, 126, 65_535, 65_536])
    func readsBackWhatWasWritten(count: Int) throws {
        let text = String(repeating: "abcdefg", count: count / 7 + 1).prefix(count)
        let masked = Self.frame(.text, String(text), mask: 0xA1B2_C3D4)
        #expect(try Self.read([masked]) == [.text(ByteBuffer(string: String(text)))])
        let plain = Self.frame(.text, String(text))
        #expect(try Self.read([plain], expectsMask: false) == [.text(ByteBuffer(string: String(text)))])
    }

    @Test func readsGluedFramesAndSingleBytes() throws {
        var glued = Self.frame(.text, "one", mask: 1)
        glued.writeImmutableBuffer(Self.frame(.ping, "p", mask: 0xFFFF_FFFF))
        glued.writeImmutableBuffer(Self.frame(.binary, "two", mask: 77))
        glued.writeImmutableBuffer(Self.frame(.close, "\u{3}\u{68}", mask: 5))
        let expected: [WebSocketMessage] = [
            .text(ByteBuffer(string: "one")), .ping(ByteBuffer(string: "p")), .binary(ByteBuffer(string: "two")),
            .close(code: 0x0368),
        ]
        #expect(try Self.read([glued]) == expected)
        #expect(try Self.read(glued.readableBytesView.map { ByteBuffer(bytes: [$0]) }) == expected)
    }

    @Test func joinsFragmentsAroundAControlFrame() throws {
        let messages = try Self.read([
            Self.frame(.text, "a", mask: 9, final: false), Self.frame(.ping, "", mask: 9),
            Self.frame(.continuation, "b", mask: 9, final: false), Self.frame(.continuation, "c", mask: 9),
        ])
        #expect(messages == [.ping(ByteBuffer()), .text(ByteBuffer(string: "abc"))])
    }

    @Test func refusesWhatBreaksTheProtocol() {
        #expect(throws: WebSocketError.self) { try Self.read([Self.frame(.text, "x")]) }
        #expect(throws: WebSocketError.self) { try Self.read([Self.frame(.text, "x", mask: 1)], expectsMask: false) }
        #expect(throws: WebSocketError.self) { try Self.read([Self.frame(.continuation, "x", mask: 1)]) }
        #expect(throws: WebSocketError.self) { try Self.read([Self.frame(.ping, "x", mask: 1, final: false)]) }
        #expect(throws: WebSocketError.self) { try Self.read([ByteBuffer(bytes: [0xC1, 0x80, 0, 0, 0, 0])]) }
        #expect(throws: WebSocketError.self) { try Self.read([ByteBuffer(bytes: [0x83, 0x80, 0, 0, 0, 0])]) }
        #expect(throws: WebSocketError.self) {
            try Self.read([Self.frame(.text, "a", mask: 9, final: false), Self.frame(.text, "b", mask: 9)])
        }
    }

    @Test func refusesALongMessageBeforeItArrives() {
        let huge = ByteBuffer(bytes: [0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
        #expect(throws: WebSocketError.messageTooLong(messageBytesMax: 100)) {
            try Self.read([huge], messageBytesMax: 100)
        }
        #expect(throws: WebSocketError.messageTooLong(messageBytesMax: 3)) {
            try Self.read(
                [Self.frame(.text, "ab", mask: 1, final: false), Self.frame(.continuation, "cd", mask: 1)],
                messageBytesMax: 3
            )
        }
    }

    /// A peer that is faster than its reader ends no read at the end of a frame.
    @Test(arguments: [true, false])
    func holdsNoMoreThanAReadAndAFrame(expectsMask: Bool) throws {
        let frame = Self.frame(.text, String(repeating: "x", count: 60_000), mask: expectsMask ? 3 : nil)
        var reader = WebSocketFrameReader(expectsMask: expectsMask, messageBytesMax: 65_536)
        var stream = ByteBuffer()
        var count = 0
        for _ in 0..<500 {
            stream.writeImmutableBuffer(frame)
            while let read = stream.readSlice(length: 65_521) {
                reader.feed(read)
                while try reader.next() != nil { count += 1 }
                #expect(reader.heldBytes <= 512 << 10)
            }
            stream.discardReadBytes()
        }
        #expect(count >= 498)
    }

    @Test func dropsWhatFollowsAnError() throws {
        var reader = WebSocketFrameReader(expectsMask: true, messageBytesMax: 1 << 20)
        reader.feed(Self.frame(.text, "no mask"))
        #expect(throws: WebSocketError.self) { try reader.next() }
        for _ in 0..<100 {
            reader.feed(Self.frame(.text, String(repeating: "x", count: 10_000), mask: 1))
            #expect(try reader.next() == nil)
        }
        #expect(reader.heldBytes == 0)
    }
}
