package import NIOCore

/// Writes WebSocket frames into a buffer (RFC 6455, section 5.2).
package enum WebSocketFrameWriter {
    /// Most bytes that a frame needs besides its payload.
    package static let headBytesMax = 14

    /// Appends one whole frame.
    ///
    /// - Parameter mask: what a client masks with, fresh for each frame; nil on a server.
    package static func write(
        _ opcode: WebSocketOpcode,
        payload: some Sequence<UInt8>,
        count: Int,
        mask: UInt32? = nil,
        into buffer: inout ByteBuffer
    ) {
        writeHead(opcode, count: count, masked: mask != nil, into: &buffer)
        guard let mask else {
            buffer.writeBytes(payload)
            return
        }
        buffer.writeInteger(mask)
        let start = buffer.writerIndex
        buffer.writeBytes(payload)
        applyMask(mask, to: &buffer, from: start)
    }

    /// Appends a text frame.
    package static func writeText(_ payload: ByteBuffer, mask: UInt32? = nil, into buffer: inout ByteBuffer) {
        write(.text, payload: payload.readableBytesView, count: payload.readableBytes, mask: mask, into: &buffer)
    }

    /// Appends a close frame.
    package static func writeClose(code: UInt16, mask: UInt32? = nil, into buffer: inout ByteBuffer) {
        let bytes = [UInt8(code >> 8), UInt8(code & 0xFF)]
        write(.close, payload: bytes, count: 2, mask: mask, into: &buffer)
    }

    /// Appends the head of an unmasked frame whose payload of `count` bytes the caller appends.
    package static func writeHead(_ opcode: WebSocketOpcode, count: Int, into buffer: inout ByteBuffer) {
        writeHead(opcode, count: count, masked: false, into: &buffer)
    }

    private static func writeHead(_ opcode: WebSocketOpcode, count: Int, masked: Bool, into buffer: inout ByteBuffer) {
        let bit: UInt8 = masked ? 0x80 : 0
        buffer.writeInteger(0x80 | opcode.rawValue)
        switch count {
        case ..<126: buffer.writeInteger(bit | UInt8(count))
        case ..<65_536:
            buffer.writeInteger(bit | 126)
            buffer.writeInteger(UInt16(count))
        default:
            buffer.writeInteger(bit | 127)
            buffer.writeInteger(UInt64(count))
        }
    }

    private static func applyMask(_ mask: UInt32, to buffer: inout ByteBuffer, from start: Int) {
        let base = buffer.readerIndex
        let end = buffer.writerIndex
        buffer.withUnsafeMutableReadableBytes { bytes in
            let word = mask.bigEndian
            let wide = UInt64(word) << 32 | UInt64(word)
            var index = start
            while index + 8 <= end {
                let masked = bytes.loadUnaligned(fromByteOffset: index - base, as: UInt64.self) ^ wide
                bytes.storeBytes(of: masked, toByteOffset: index - base, as: UInt64.self)
                index += 8
            }
            while index < end {
                let shift = UInt32(24 - 8 * ((index - start) & 3))
                bytes[index - base] ^= UInt8(truncatingIfNeeded: mask >> shift)
                index += 1
            }
        }
    }
}
