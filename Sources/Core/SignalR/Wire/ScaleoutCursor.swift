/// A position that a client holds: "scanned up to and including this Redis id" (reference signalr2, section 4).
package enum ScaleoutCursor {
    /// "Subscribed while this node had nothing": read everything retained.
    package static let sentinel = UInt64.max

    /// What a presented text is worth to a node with one stream.
    package enum Presented: Hashable, Sendable {
        /// None, or empty: start behind the newest id.
        case missing
        /// Another prefix, or another number of streams: treated as missing, a silent gap.
        case foreign
        case position(UInt64)
    }

    private static let backslash = UInt8(ascii: "\\")
    private static let pipe = UInt8(ascii: "|")
    private static let comma = UInt8(ascii: ",")

    /// Reads `s-0,HEX`. Malformed text behind the right prefix throws, as the original does while it subscribes.
    package static func parse(_ text: String?) throws(SignalRError) -> Presented {
        guard let text, !text.isEmpty else { return .missing }
        guard text.utf8.starts(with: "s-".utf8) else { return .foreign }
        let entries = try entries(Array(text.utf8.dropFirst(2)))
        guard entries.count == 1 else { return .foreign }
        return .position(entries[0].id)
    }

    /// One stream's part of a cursor.
    package struct Entry: Hashable, Sendable {
        /// The stream's index as text, unescaped.
        package var key: String
        package var id: UInt64

        package init(key: String, id: UInt64) {
            self.key = key
            self.id = id
        }
    }

    /// Reads what follows the prefix: `key,HEX` joined by pipes.
    package static func entries(_ bytes: [UInt8]) throws(SignalRError) -> [Entry] {
        var result: [Entry] = []
        var offset = 0
        repeat {
            let key = try key(bytes, &offset)
            guard !result.contains(where: { $0.key.utf8.elementsEqual(key.utf8) }) else {
                throw SignalRError(.cursor, "the key '\(key)' occurs twice")
            }
            result.append(Entry(key: key, id: try number(bytes, &offset)))
        } while offset < bytes.count || bytes.last == pipe
        return result
    }

    private static func key(_ bytes: [UInt8], _ offset: inout Int) throws(SignalRError) -> String {
        var key: [UInt8] = []
        while offset < bytes.count, bytes[offset] != comma {
            if bytes[offset] == backslash {
                offset += 1
                guard offset < bytes.count else { throw SignalRError(.cursor, "a backslash at the end") }
            } else if bytes[offset] == pipe {
                throw SignalRError(.cursor, "an entry without a comma")
            }
            key.append(bytes[offset])
            offset += 1
        }
        guard offset < bytes.count, !key.isEmpty else { throw SignalRError(.cursor, "expected key,HEX") }
        offset += 1
        return String(decoding: key, as: UTF8.self)
    }

    private static func number(_ bytes: [UInt8], _ offset: inout Int) throws(SignalRError) -> UInt64 {
        var value: UInt64 = 0
        var digits = 0
        while offset < bytes.count, bytes[offset] != pipe {
            guard let digit = hexadecimal(bytes[offset]), digits < 16 else {
                throw SignalRError(.cursor, "expected at most 16 hexadecimal digits")
            }
            value = value << 4 | UInt64(digit)
            digits += 1
            offset += 1
        }
        guard digits > 0 else { throw SignalRError(.cursor, "an entry without a number") }
        if offset < bytes.count - 1 {
            offset += 1
        } else if offset < bytes.count {
            throw SignalRError(.cursor, "a pipe at the end")
        }
        return value
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte &- 48
        case 65...70: byte &- 55
        case 97...102: byte &- 87
        default: nil
        }
    }

    /// Appends `s-0,HEX`: upper case, no leading zeros, at least one digit.
    package static func write(_ id: UInt64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "s-0,".utf8)
        var shift = (63 - max(1, id).leadingZeroBitCount) / 4 * 4
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: id >> UInt64(shift)) & 15
            bytes.append(digit < 10 ? digit &+ 48 : digit &+ 55)
            shift -= 4
        }
    }

    /// The text `s-0,HEX`.
    package static func text(_ id: UInt64) -> String {
        var bytes: [UInt8] = []
        write(id, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends entries of several streams with their keys escaped, prefix included.
    package static func write(_ entries: [Entry], to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "s-".utf8)
        for (index, entry) in entries.enumerated() {
            if index > 0 { bytes.append(pipe) }
            for byte in entry.key.utf8 {
                if byte == backslash || byte == pipe || byte == comma { bytes.append(backslash) }
                bytes.append(byte)
            }
            bytes.append(comma)
            bytes.append(contentsOf: String(entry.id, radix: 16, uppercase: true).utf8)
        }
    }
}
