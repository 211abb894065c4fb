/// What a numbered participant of a run is called: `c7` is client 7, `n2` node 2.
///
/// Numbers begin at 1. They are dense, so tables can be indexed by `index`, and they fit the fixed fields of a
/// ``HistoryRecord``.
package struct Ordinal<Kind: OrdinalKind>: Hashable, Sendable {
    /// 1, 2, 3 ...
    package let number: UInt32

    package init(_ number: UInt32) {
        self.number = number
    }

    /// Parses the written form, for example `c7`; nil when it is not one of this kind.
    package init?(_ text: some StringProtocol) {
        guard text.first == Kind.letter, let number = UInt32(text.dropFirst()), number > 0,
            text.dropFirst().first != "+"
        else { return nil }
        self.number = number
    }

    /// Position in a table that begins at 0.
    package var index: Int { Int(number) - 1 }

    package init(index: Int) {
        number = UInt32(index + 1)
    }
}

/// Tells the kinds of ``Ordinal`` apart by the letter they are written with.
package protocol OrdinalKind: Sendable {
    static var letter: Character { get }
}

package enum ClientKind: OrdinalKind { package static var letter: Character { "c" } }
package enum PublisherKind: OrdinalKind { package static var letter: Character { "p" } }
package enum NodeKind: OrdinalKind { package static var letter: Character { "n" } }
package enum ServerKind: OrdinalKind { package static var letter: Character { "r" } }
package enum SentinelKind: OrdinalKind { package static var letter: Character { "s" } }

/// A synthetic client, `c1`.
package typealias ClientID = Ordinal<ClientKind>
/// A source of numbered messages, `p1`; it sends through the connection of one client.
package typealias PublisherID = Ordinal<PublisherKind>
/// A server node, `n1`.
package typealias NodeID = Ordinal<NodeKind>
/// A data server of Redis, `r1`; it keeps its name when it changes its role.
package typealias ServerID = Ordinal<ServerKind>
/// A Redis Sentinel, `s1`.
package typealias SentinelID = Ordinal<SentinelKind>

extension Ordinal: CustomStringConvertible {
    package var description: String { "\(Kind.letter)\(number)" }
}

extension Ordinal: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension Ordinal: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription:
                    "expected '\(Kind.letter)' and a number from 1, for example '\(Kind.letter)1'; got '\(text)'"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Ordinal: CodingKeyRepresentable {
    package var codingKey: any CodingKey { OrdinalKey(stringValue: description) }

    package init?<Key: CodingKey>(codingKey: Key) {
        self.init(codingKey.stringValue)
    }
}

private struct OrdinalKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
