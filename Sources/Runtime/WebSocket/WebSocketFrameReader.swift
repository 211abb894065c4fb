package import NIOCore

/// Walks over the received bytes of one connection and gives its messages.
///
/// A frame that lies whole in what was received is given as a slice of it, without a copy: with many frames in one read
/// this costs a fifth of a frame decoder that hands each through a pipeline.
package struct WebSocketFrameReader {
    private var received = ByteBuffer()
    /// The frames so far of a message that came in several.
    private var fragments: (opcode: WebSocketOpcode, bytes: ByteBuffer)?
    private let expectsMask: Bool
    private let messageBytesMax: Int
    /// An error was thrown: what follows makes no sense and is dropped, so that a peer that goes on sending costs nothing.
    private var isBroken = false

    /// - Parameters:
    ///   - expectsMask: true on a server: clients mask every frame, servers none (RFC 6455, section 5.1).
    ///   - messageBytesMax: longest message that is taken, its frames together.
    package init(expectsMask: Bool, messageBytesMax: Int) {
        self.expectsMask = expectsMask
        self.messageBytesMax = messageBytesMax
    }

    package mutating func feed(_ bytes: consuming ByteBuffer) {
        guard !isBroken else { return }
        if received.readableBytes == 0, !expectsMask {
            received = bytes
        } else {
            // Masked frames are changed in place: in a small buffer of our own, since a change of the one that the channel
            // reads into would copy all of it. What clients send is short.
            //
            // A peer that is faster than we are ends hardly a read at the end of a frame: what was given already has to go
            // first, or the buffer keeps all that was ever read.
            received.discardReadBytes()
            received.writeImmutableBuffer(bytes)
        }
    }

    /// Memory that is held for what was received and not given yet.
    package var heldBytes: Int { received.storageCapacity + (fragments?.bytes.storageCapacity ?? 0) }

    /// The next message; nil when more bytes are needed, and for ever after an error.
    ///
    /// - Throws: ``WebSocketError``, once; nothing sensible can be read after it.
    package mutating func next() throws(WebSocketError) -> WebSocketMessage? {
        do throws(WebSocketError) {
            while let frame = try nextFrame() {
                if let message = try take(frame) { return message }
            }
            return nil
        } catch {
            isBroken = true
            received = ByteBuffer()
            fragments = nil
            throw error
        }
    }

    private struct Frame {
        var opcode: WebSocketOpcode
        var final: Bool
        var bytes: ByteBuffer
    }

    private mutating func nextFrame() throws(WebSocketError) -> Frame? {
        guard received.readableBytes > 0 else {
            // Held on to, a whole read buffer per idle connection would stay alive, and none could be read into again.
            received = ByteBuffer()
            return nil
        }
        let start = received.readerIndex
        guard received.readableBytes >= 2,
            let first = received.getInteger(at: start, as: UInt8.self),
            let second = received.getInteger(at: start + 1, as: UInt8.self)
        else { return nil }
        guard first & 0x70 == 0 else { throw .malformed("a reserved bit is set, no extension was agreed") }
        guard let opcode = WebSocketOpcode(rawValue: first & 0x0F) else {
            throw .malformed("opcode \(first & 0x0F) is not known")
        }
        guard (second & 0x80 != 0) == expectsMask else {
            throw .malformed(expectsMask ? "a client's frame has no mask" : "a server's frame has a mask")
        }
        let final = first & 0x80 != 0
        let short = Int(second & 0x7F)
        if opcode.isControl, short > 125 || !final { throw .malformed("a control frame is long or in pieces") }
        let extra = short == 126 ? 2 : short == 127 ? 8 : 0
        let head = 2 + extra + (expectsMask ? 4 : 0)
        guard received.readableBytes >= head else { return nil }
        let length = try length(short: short, at: start + 2)
        guard received.readableBytes >= head + length else { return nil }
        if expectsMask { unmask(at: start + head, count: length) }
        received.moveReaderIndex(forwardBy: head)
        guard let bytes = received.readSlice(length: length) else { return nil }
        return Frame(opcode: opcode, final: final, bytes: bytes)
    }

    private func length(short: Int, at index: Int) throws(WebSocketError) -> Int {
        let length: UInt64
        switch short {
        case 126: length = received.getInteger(at: index, as: UInt16.self).map(UInt64.init) ?? 0
        case 127: length = received.getInteger(at: index, as: UInt64.self) ?? 0
        default: length = UInt64(short)
        }
        let before = fragments?.bytes.readableBytes ?? 0
        guard length <= UInt64(messageBytesMax - min(before, messageBytesMax)) else {
            throw .messageTooLong(messageBytesMax: messageBytesMax)
        }
        return Int(length)
    }

    private mutating func unmask(at index: Int, count: Int) {
        let base = received.readerIndex
        received.withUnsafeMutableReadableBytes { bytes in
            let start = index - base
            let mask = bytes.loadUnaligned(fromByteOffset: start - 4, as: UInt32.self)
            let wide = UInt64(mask) << 32 | UInt64(mask)
            var offset = 0
            while offset + 8 <= count {
                let word = bytes.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
                bytes.storeBytes(of: word ^ wide, toByteOffset: start + offset, as: UInt64.self)
                offset += 8
            }
            while offset < count {
                bytes[start + offset] ^= bytes[start - 4 + offset & 3]
                offset += 1
            }
        }
    }

    private mutating func take(_ frame: Frame) throws(WebSocketError) -> WebSocketMessage? {
        switch frame.opcode {
        case .ping: return .ping(frame.bytes)
        case .pong: return .pong(frame.bytes)
        case .close: return .close(code: frame.bytes.getInteger(at: frame.bytes.readerIndex, as: UInt16.self))
        case .text, .binary:
            guard fragments == nil else { throw .malformed("a new message began inside another") }
            if frame.final { return frame.opcode == .text ? .text(frame.bytes) : .binary(frame.bytes) }
            // A copy of its own, so that a few bytes do not keep a whole read alive.
            fragments = (frame.opcode, ByteBuffer(bytes: frame.bytes.readableBytesView))
            return nil
        case .continuation:
            guard var message = fragments else { throw .malformed("a continuation without a beginning") }
            fragments = nil
            message.bytes.writeImmutableBuffer(frame.bytes)
            if frame.final { return message.opcode == .text ? .text(message.bytes) : .binary(message.bytes) }
            fragments = message
            return nil
        }
    }
}
