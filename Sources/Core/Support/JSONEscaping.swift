/// Escapes what JSON does not allow inside a string, and nothing else; all control characters in the long form. The server
/// writes the original's shorter forms with ``JSONText``.
package enum JSONEscaping {
    /// A JSON string without its quotes.
    package static func escaped(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result.append(UInt8(ascii: "\\"))
                result.append(byte)
            case 0..<32:
                let digits = Array("0123456789abcdef".utf8)
                result.append(contentsOf: "\\u00".utf8)
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            default: result.append(byte)
            }
        }
        return result
    }
}
