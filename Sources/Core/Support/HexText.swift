/// Numbers as hexadecimal text of a fixed length, in lower case.
package enum HexText {
    package static let wordDigits = 16

    /// So many digits, with zeros before the number; more where it needs more.
    package static func padded(_ value: some UnsignedInteger, digits count: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }

    /// 16 digits.
    package static func word(_ value: UInt64) -> String { padded(value, digits: wordDigits) }

    /// Nil unless there are only digits in lower case, and so many of them.
    package static func parse(_ text: some StringProtocol, digits: Int) -> UInt64? {
        guard text.utf8.count == digits, !text.utf8.contains(where: { !isLowerDigit($0) }) else { return nil }
        return UInt64(text, radix: 16)
    }

    private static func isLowerDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte)
    }
}
