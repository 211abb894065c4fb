/// One JSON value inside received bytes, kept as it was written.
package struct JSONSlice: Hashable, Sendable {
    /// The text of the value, without space around it.
    package let bytes: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The decoded text of a JSON string; nil for a value of another type.
    package var string: String? {
        bytes.withUnsafeBytes { buffer in
            var scanner = JSONScanner(bytes: buffer)
            guard scanner.peek() == UInt8(ascii: "\"") else { return nil }
            return try? scanner.string()
        }
    }

    /// The decoded texts of a JSON array of strings; nil for a value of another type.
    package var strings: [String]? {
        bytes.withUnsafeBytes { buffer in
            var scanner = JSONScanner(bytes: buffer)
            guard scanner.peek() == UInt8(ascii: "[") else { return nil }
            var strings: [String] = []
            do throws(JSONScanner.Failure) {
                try scanner.array { (scanner: inout JSONScanner) throws(JSONScanner.Failure) in
                    guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.failure("a string") }
                    strings.append(try scanner.string())
                }
                try scanner.end()
                return strings
            } catch {
                return nil
            }
        }
    }

    /// The value of a JSON integer in the range of Int; nil for anything else.
    package var integer: Int? {
        Int(String(decoding: bytes, as: UTF8.self))
    }

    /// The value as text: a decoded string, or the digits of a number; nil for null and for anything else.
    package var scalarText: String? {
        guard let first = bytes.first else { return nil }
        switch first {
        case UInt8(ascii: "\""): return string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return String(decoding: bytes, as: UTF8.self)
        default: return nil
        }
    }
}
