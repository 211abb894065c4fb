import FoundationEssentials

/// The texts of one history by their numbers.
package struct HistoryStringTable: Hashable, Sendable {
    private var texts: [UInt32: String] = [:]

    package init() {}

    package init(_ texts: [UInt32: String]) {
        self.texts = texts
    }

    /// Reads a side file. Lines that are none, as the last one of a killed process, are left out.
    package init(lines: [UInt8]) {
        let decoder = JSONDecoder()
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            guard let entry = try? decoder.decode(Entry.self, from: Data(line)) else { continue }
            texts[entry.n] = entry.s
        }
    }

    /// The text that a record names in `extra`; nil for 0 and for a text that was not kept.
    package subscript(number number: UInt64) -> String? {
        UInt32(exactly: number).flatMap { texts[$0] }
    }

    private struct Entry: Decodable {
        var n: UInt32
        var s: String
    }
}
