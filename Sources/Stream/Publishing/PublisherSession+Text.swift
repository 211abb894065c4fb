import Core

/// How a publisher's session is named between node and client.
extension PublisherSession {
    /// Numbers are below this: Lua counts in doubles.
    private static let numberLimit: UInt64 = 1 << 53

    /// `NUMBER-SALT`: decimal, a dash, 16 lower-case hexadecimal digits.
    package var text: String { "\(number)-\(saltText)" }

    /// Nil for text that ``text`` does not write.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = UInt64(parts[0]), (1..<Self.numberLimit).contains(number),
            "\(number)" == parts[0], let salt = HexText.parse(parts[1], digits: HexText.wordDigits)
        else { return nil }
        self.init(number: number, salt: salt)
    }
}
