/// Writes JSON into bytes, with the escapes that the original's serializer uses.
package enum JSONText {
    private static let digits: StaticString = "0123456789abcdef"

    /// Appends a quoted string. Quotes, backslashes, control characters and the three line separators above ASCII are
    /// escaped; everything else stays UTF-8.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { source in
            if source.allSatisfy({ $0 >= 0x20 && $0 < 0x80 && $0 != 0x22 && $0 != 0x5C }) {
                bytes.append(contentsOf: source)
            } else {
                escape(source, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ source: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var index = 0
        while index < source.count {
            let byte = source[index]
            switch byte {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
            case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
            case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
            case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
            case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
            case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(digits.utf8Start[Int(byte >> 4)])
                bytes.append(digits.utf8Start[Int(byte & 15)])
            case 0xC2 where index + 1 < source.count && source[index + 1] == 0x85:
                bytes.append(contentsOf: #"\u0085"#.utf8)
                index += 1
            case 0xE2 where index + 2 < source.count && source[index + 1] == 0x80 && source[index + 2] & 0xFE == 0xA8:
                bytes.append(contentsOf: source[index + 2] == 0xA8 ? #"\u2028"#.utf8 : #"\u2029"#.utf8)
                index += 2
            default: bytes.append(byte)
            }
            index += 1
        }
    }

    /// A quoted string on its own, for example as an argument of a hub call.
    package static func string(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 2)
        append(text, to: &bytes)
        return bytes
    }

    /// Appends a decimal integer without a detour over a string.
    package static func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Appends milliseconds as seconds in the form of a .NET double: `20.0`, `2.5`.
    package static func appendSeconds(milliseconds: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: (Double(milliseconds) / 1_000).description.utf8)
    }
}
