extension JSONScanner {
    /// Reads a string; the next byte must be its quote. A lone surrogate becomes the replacement character.
    package mutating func string() throws(Failure) -> String {
        let start = offset + 1
        let plain = try skipString()
        let content = UnsafeRawBufferPointer(rebasing: bytes[start..<offset - 1])
        guard !plain else { return try text(content) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(content.count)
        var index = 0
        while index < content.count {
            let byte = content[index]
            guard byte == UInt8(ascii: "\\") else {
                decoded.append(byte)
                index += 1
                continue
            }
            index += 1
            Self.unescape(content, &index, into: &decoded)
        }
        return try text(decoded)
    }

    private func text(_ content: some Sequence<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: content, as: UTF8.self) else { throw failure("UTF-8") }
        return text
    }

    /// Checks and skips a string; true when it has no escape, so that its bytes are its text.
    @discardableResult
    mutating func skipString() throws(Failure) -> Bool {
        var position = offset + 1
        var plain = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                advance(to: position + 1)
                return plain
            }
            guard byte >= 0x20 else { break }
            if byte == UInt8(ascii: "\\") {
                plain = false
                guard let length = escapeLength(at: position) else { break }
                position += length
            } else {
                position += 1
            }
        }
        advance(to: min(position, bytes.count))
        throw failure("a string")
    }

    private func escapeLength(at position: Int) -> Int? {
        guard position + 1 < bytes.count else { return nil }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"):
            guard position + 6 <= bytes.count,
                (position + 2..<position + 6).allSatisfy({ Self.hexadecimal(bytes[$0]) != nil })
            else { return nil }
            return 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        default: return nil
        }
    }

    /// `index` is behind the backslash; the escape was checked before.
    private static func unescape(_ content: UnsafeRawBufferPointer, _ index: inout Int, into decoded: inout [UInt8]) {
        let kind = content[index]
        index += 1
        switch kind {
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            var unit = codeUnit(content, &index)
            if unit & 0xFC00 == 0xD800, index + 6 <= content.count, content[index] == UInt8(ascii: "\\"),
                content[index + 1] == UInt8(ascii: "u")
            {
                var next = index + 2
                let low = codeUnit(content, &next)
                if low & 0xFC00 == 0xDC00 {
                    unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
                    index = next
                }
            }
            decoded.append(contentsOf: String(Unicode.Scalar(unit).map(Character.init) ?? "\u{FFFD}").utf8)
        default: decoded.append(kind)
        }
    }

    private static func codeUnit(_ content: UnsafeRawBufferPointer, _ index: inout Int) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            unit = unit << 4 | UInt32(hexadecimal(content[index]) ?? 0)
            index += 1
        }
        return unit
    }

    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte &- 48
        case 65...70: byte &- 55
        case 97...102: byte &- 87
        default: nil
        }
    }
}
