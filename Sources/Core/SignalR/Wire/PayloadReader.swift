/// Reads the fields of a backplane payload in their order (reference signalr2, section 7.2).
struct PayloadReader {
    /// Four empty strings, a value length and two flags.
    static let smallestMessageBytes = 9

    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }

    /// The digits before the first space. What Lua writes from 10^14 on (`1e+14`) is none.
    mutating func identifier() throws(SignalRError) -> UInt64 {
        var value: UInt64 = 0
        let start = offset
        while offset < bytes.count, bytes[offset] != 0x20 {
            let digit = bytes[offset] &- 48
            guard digit <= 9 else { throw SignalRError(.payload, "the id has a character that is no digit") }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { throw SignalRError(.payload, "the id is over 64 bits") }
            value = sum
            offset += 1
        }
        guard offset < bytes.count else { throw SignalRError(.payload, "no space behind the id") }
        guard offset > start else { throw SignalRError(.payload, "no digits before the space") }
        offset += 1
        return value
    }

    mutating func int32(_ what: StaticString) throws(SignalRError) -> Int32 {
        guard remaining >= 4 else { throw Self.truncated(what) }
        defer { offset += 4 }
        return Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }

    mutating func int64(_ what: StaticString) throws(SignalRError) -> Int64 {
        guard remaining >= 8 else { throw Self.truncated(what) }
        defer { offset += 8 }
        return Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    }

    mutating func message() throws(SignalRError) -> BusMessage {
        let source = try string("source")
        let key = try string("key")
        let length = Int(try int32("value length"))
        guard length >= 0, length <= remaining else {
            throw SignalRError(.payload, "the value says \(length) bytes, \(remaining) follow")
        }
        let value = [UInt8](UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
        offset += length
        return BusMessage(
            source: source,
            key: key,
            value: value,
            commandID: try string("command id"),
            waitForAck: try flag("wait for ack"),
            isAck: try flag("is ack"),
            filter: try string("filter")
        )
    }

    private mutating func flag(_ what: StaticString) throws(SignalRError) -> Bool {
        guard remaining >= 1 else { throw Self.truncated(what) }
        let byte = bytes[offset]
        guard byte <= 1 else { throw SignalRError(.payload, "\(what) is \(byte), expected 0 or 1") }
        offset += 1
        return byte == 1
    }

    private mutating func string(_ what: StaticString) throws(SignalRError) -> String {
        var length = 0
        var shift = 0
        while true {
            guard remaining >= 1 else { throw Self.truncated(what) }
            let byte = bytes[offset]
            offset += 1
            // A .NET string length is a positive int32: five bytes of seven bits, the fifth with three at most.
            guard shift < 28 || byte <= 7 else { throw SignalRError(.payload, "the length of \(what) is over 31 bits") }
            length |= Int(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 { break }
        }
        guard length <= remaining else { throw Self.truncated(what) }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw SignalRError(.payload, "\(what) is not UTF-8")
        }
        offset += length
        return text
    }

    private static func truncated(_ what: StaticString) -> SignalRError {
        SignalRError(.payload, "the payload ends inside \(what)")
    }
}
