/// Whether bytes of a client are text, told without making a string of them.
package enum UTF8Check {
    /// ASCII is told by eight bytes at a time; anything else is decoded from there on.
    package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset + 8 <= bytes.count {
            guard bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 else {
                break
            }
            offset += 8
        }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        return rest.allSatisfy { $0 < 0x80 } || String(validating: rest, as: UTF8.self) != nil
    }
}
