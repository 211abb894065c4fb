import FoundationEssentials

/// Hands out the entries of `M` one after the other without parsing JSON, as long as they have the expected shape
///
///     {"H":"RollcallHub","M":"deliver","A":["PAYLOAD"]}
///
/// An entry of another shape goes through a JSON parser, alone.
package struct SignalRItemReader {
    /// The method of the client that carries messages.
    package static let clientMethod = "deliver"

    /// What an expected entry begins with; made once per connection.
    package struct Shape: Hashable, Sendable {
        let hub: String
        let head: [UInt8]

        package init(hub: String) {
            self.hub = hub
            head = Array("{\"H\":\"\(hub)\",\"M\":\"\(SignalRItemReader.clientMethod)\",\"A\":[\"".utf8)
        }
    }

    private let bytes: UnsafeRawBufferPointer
    private let shape: Shape
    private var offset = 0
    /// What a slow entry held besides its first item; in reverse.
    private var waiting: [SignalRItem] = []

    /// Reads `messages`, the inside of the brackets of `M`; the bytes must stay valid while this is used.
    package init(_ messages: UnsafeRawBufferPointer, shape: Shape) {
        bytes = messages
        self.shape = shape
    }

    package mutating func next() -> SignalRItem? {
        if let item = waiting.popLast() { return item }
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: ",") { offset += 1 }
            if let item = quick() { return item }
            if let item = slow() { return item }
        }
        return nil
    }

    private mutating func quick() -> SignalRItem? {
        let start = offset + shape.head.count
        guard start + 5 < bytes.count, hasHead(), bytes[start] == UInt8(ascii: "~") else { return nil }
        var end = start
        guard let scan = MessagePayload.next(in: bytes, from: &end), endsEntry(at: end) else { return nil }
        offset = end + 3
        return .scan(scan)
    }

    private func hasHead() -> Bool {
        shape.head.withUnsafeBytes { head in
            var position = 0
            while position + 8 <= head.count {
                let expected = head.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                guard bytes.loadUnaligned(fromByteOffset: offset + position, as: UInt64.self) == expected
                else { return false }
                position += 8
            }
            while position < head.count {
                guard bytes[offset + position] == head[position] else { return false }
                position += 1
            }
            return true
        }
    }

    /// `"]}` and then a comma or the end.
    private func endsEntry(at position: Int) -> Bool {
        guard position + 3 <= bytes.count, bytes[position] == UInt8(ascii: "\""),
            bytes[position + 1] == UInt8(ascii: "]"), bytes[position + 2] == UInt8(ascii: "}")
        else { return false }
        return position + 3 == bytes.count || bytes[position + 3] == UInt8(ascii: ",")
    }

    /// Nil for an entry that holds nothing; the offset has moved then.
    private mutating func slow() -> SignalRItem? {
        let start = offset
        guard start < bytes.count else { return nil }
        offset = endOfEntry(from: start)
        let entry = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
        guard let value = try? JSONDecoder().decode(SignalRJSON.self, from: Data(entry)) else {
            return .foreign(entry)
        }
        waiting = SignalRItem.items(of: value, hub: shape.hub).reversed()
        return waiting.popLast()
    }

    /// Where the value that begins here ends: at a comma outside of strings and brackets, or at the end of all.
    private func endOfEntry(from start: Int) -> Int {
        var depth = 0
        var position = start
        var inString = false
        while position < bytes.count {
            let byte = bytes[position]
            if inString {
                if byte == UInt8(ascii: "\\") { position += 1 } else if byte == UInt8(ascii: "\"") { inString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): inString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: ",") where depth <= 0: return position
                default: break
                }
            }
            position += 1
        }
        return bytes.count
    }
}
