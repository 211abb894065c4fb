/// The parameters of a query string or of a form body (reference signalr2, section 1.1). Names match in any case; what is
/// not ours stays readable for the application.
package struct QueryParameters: Hashable, Sendable {
    package struct Pair: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// In the order of the text, decoded.
    package let pairs: [Pair]

    package static let empty = QueryParameters("")

    /// Liberal, as clients differ: `+` is a space, percent signs that begin no escape stay, raw characters stay, broken
    /// UTF-8 becomes replacement characters.
    package init(_ text: some StringProtocol) {
        pairs = text.utf8.split(separator: UInt8(ascii: "&")).map { part in
            let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(name: Self.decoded(sides[0]), value: sides.count > 1 ? Self.decoded(sides[1]) : "")
        }
    }

    /// The first value of this name, whatever its case; nil when there is none.
    package subscript(name: String) -> String? {
        pairs.first { CaseFolding.equal($0.name, name) }?.value
    }

    /// Like the subscript, but an empty value counts as none.
    package func nonEmpty(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func decoded(_ text: some Collection<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index != text.endIndex {
            let byte = text[index]
            text.formIndex(after: &index)
            if byte == UInt8(ascii: "%"), let value = escaped(text[index...].prefix(2)) {
                bytes.append(value)
                text.formIndex(&index, offsetBy: 2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escaped(_ digits: some Collection<UInt8>) -> UInt8? {
        guard digits.count == 2 else { return nil }
        return digits.reduce(Optional(UInt8(0))) { value, byte in
            guard let value, let digit = JSONScanner.hexadecimal(byte) else { return nil }
            return value << 4 | digit
        }
    }
}
