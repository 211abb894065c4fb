/// Names one run, so that a message left over from another run is recognised. Written as 8 hexadecimal digits.
package struct RunID: Hashable, Sendable {
    package let bits: UInt32

    package init(_ bits: UInt32) {
        self.bits = bits
    }
}

extension RunID: CustomStringConvertible {
    package var description: String { HexText.padded(bits, digits: 8) }
}

extension RunID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard text.utf8.count == 8, let bits = UInt32(text, radix: 16) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a run id has 8 hexadecimal digits; got '\(text)'"
            )
        }
        self.bits = bits
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
