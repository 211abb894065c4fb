/// The 64-bit mix over a message: multiply and xor, eight bytes a step.
///
/// Not cryptographic; it finds torn, mixed and altered payloads. The algorithm and its test vectors are part of the
/// payload format (docs/payload.md) and never change.
package enum MessageChecksum {
    private static let start: UInt64 = 0x243F_6A88_85A3_08D3

    package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = start ^ UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            hash = mix(hash ^ word)
            offset += 8
        }
        var tail: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count {
            tail |= UInt64(bytes[offset]) << shift
            shift += 8
            offset += 1
        }
        return mix(hash ^ tail)
    }

    /// One step: the same value for the same input, and never for another.
    @inlinable @inline(__always)
    package static func mix(_ value: UInt64) -> UInt64 {
        let product = value &* 0x9FB2_1C65_1E98_DF25
        return product ^ (product >> 29)
    }
}
