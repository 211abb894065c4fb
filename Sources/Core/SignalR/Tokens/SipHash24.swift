/// SipHash-2-4: a keyed 64-bit hash that cannot be forged without the key (Aumasson and Bernstein, 2012).
package struct SipHash24: Sendable {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    private init(key: SipHashKey) {
        v0 = key.first ^ 0x736F_6D65_7073_6575
        v1 = key.second ^ 0x646F_7261_6E64_6F6D
        v2 = key.first ^ 0x6C79_6765_6E65_7261
        v3 = key.second ^ 0x7465_6462_7974_6573
    }

    /// The hash of these bytes under this key.
    package static func hash(_ bytes: [UInt8], key: SipHashKey) -> UInt64 {
        var state = SipHash24(key: key)
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset + 8 <= buffer.count {
                state.compress(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                offset += 8
            }
            // The last word holds the rest and, on top, the length modulo 256.
            var last = UInt64(truncatingIfNeeded: buffer.count) << 56
            for (index, byte) in buffer[offset...].enumerated() { last |= UInt64(byte) << UInt64(8 * index) }
            state.compress(last)
        }
        return state.finish()
    }

    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    private mutating func finish() -> UInt64 {
        v2 ^= 0xFF
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 &+= v1
        v1 = Self.rotate(v1, 13) ^ v0
        v0 = Self.rotate(v0, 32)
        v2 &+= v3
        v3 = Self.rotate(v3, 16) ^ v2
        v0 &+= v3
        v3 = Self.rotate(v3, 21) ^ v0
        v2 &+= v1
        v1 = Self.rotate(v1, 17) ^ v2
        v2 = Self.rotate(v2, 32)
    }

    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }
}

/// 128 secret bits. Every node of a farm must have the same, or it refuses the others' tokens.
package struct SipHashKey: Hashable, Sendable {
    package let first: UInt64
    package let second: UInt64

    package init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }

    /// A key made of a shared secret of any length: two hashes of it under fixed keys.
    package init(secret: String) {
        let bytes = Array(secret.utf8)
        first = SipHash24.hash(bytes, key: SipHashKey(0x726F_6C6C_6361_6C6C, 1))
        second = SipHash24.hash(bytes, key: SipHashKey(0x726F_6C6C_6361_6C6C, 2))
    }
}
