import Core

/// The index of an entry of the log: 1, 2, 3 ... without holes. 0 is the place before the first one. Below 2^53, for Lua counts
/// in doubles.
package typealias LogIndex = UInt64

/// The random name of one log, given when it is founded and never changed. Another name: the data was destroyed.
package struct LogID: Hashable, Sendable {
    package var bits: UInt64

    package init(_ bits: UInt64) { self.bits = bits }

    /// Reads 16 lower-case hexadecimal digits; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let bits = HexText.parse(text, digits: HexText.wordDigits) else { return nil }
        self.bits = bits
    }

    package var text: String { HexText.word(bits) }
}

/// What an entry is known by beyond its index: a hash over the tag of the entry before it, the session's salt and the
/// sequence. So two logs with the same tag at one index hold the same entries up to there.
package struct EntryTag: Hashable, Sendable {
    package var bits: UInt64

    package init(_ bits: UInt64) { self.bits = bits }

    /// Reads 16 lower-case hexadecimal digits; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let bits = HexText.parse(text, digits: HexText.wordDigits) else { return nil }
        self.bits = bits
    }

    /// The tag of the place before the first entry.
    package init(origin log: LogID) { bits = log.bits }

    package var text: String { HexText.word(bits) }
}

/// One uninterrupted time of one Redis process as master, by its `master_replid`. A name never returns.
package struct Reign: Hashable, Sendable {
    package var name: String

    package init(_ name: String) { self.name = name }

    /// What the time of one connection is called where there is no replica and INFO is not asked.
    package static let alone = Reign("")
}

/// Where a data server listens, as master and replicas name it to each other.
package struct ServerAddress: Hashable, Sendable {
    package var host: String
    package var port: UInt16

    package init(host: String = "127.0.0.1", port: UInt16) {
        self.host = host
        self.port = port
    }
}

extension ServerAddress: CustomStringConvertible {
    package var description: String { "\(host):\(port)" }
}
