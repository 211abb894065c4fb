import Core

/// A place in one log: everything up to `index` has been handed over, or was not for the holder. The tag tells whether a log
/// that claims to be the same still has the same entries up to there.
package struct Position: Hashable, Sendable {
    package var log: LogID
    package var index: LogIndex
    package var tag: EntryTag

    package init(log: LogID, index: LogIndex, tag: EntryTag) {
        self.log = log
        self.index = index
        self.tag = tag
    }

    /// The cursor text of a client: `r-<log id>-<tag>,<INDEX HEX>`, legal as the opaque cursor of SignalR 2.4.
    package var text: String {
        "r-\(log.text)-\(tag.text),\(String(index, radix: 16, uppercase: true))"
    }
}

/// What a client presents when it comes back.
package enum PresentedPosition: Hashable, Sendable {
    /// None, or empty.
    case missing
    /// The cursor of another kind of backplane, or one that is damaged: where it was cannot be known, which is a told gap.
    case foreign
    case position(Position)

    /// Reads what ``Position/text`` writes.
    package init(_ text: String?) {
        guard let text, !text.isEmpty else {
            self = .missing
            return
        }
        let bytes = Array(text.utf8)
        let word = HexText.wordDigits
        let comma = 2 + word + 1 + word
        guard text.hasPrefix("r-"), bytes.count > comma + 1, bytes.count <= comma + 1 + word,
            bytes[2 + word] == UInt8(ascii: "-"), bytes[comma] == UInt8(ascii: ","),
            let log = LogID(String(decoding: bytes[2..<(2 + word)], as: UTF8.self)),
            let tag = EntryTag(String(decoding: bytes[(3 + word)..<comma], as: UTF8.self)),
            let index = Self.index(bytes[(comma + 1)...])
        else {
            self = .foreign
            return
        }
        self = .position(Position(log: log, index: index, tag: tag))
    }

    private static func index(_ digits: ArraySlice<UInt8>) -> LogIndex? {
        let isUpperHex = { (byte: UInt8) in (48...57).contains(byte) || (65...70).contains(byte) }
        guard digits.allSatisfy(isUpperHex) else { return nil }
        return LogIndex(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
