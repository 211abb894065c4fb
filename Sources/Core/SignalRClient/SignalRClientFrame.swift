/// One text message of a server, as far as a client acts on it (reference signalr2, sections 2.2 and 2.4).
package enum SignalRClientFrame: Hashable, Sendable {
    /// `{}`
    case keepAlive
    /// The result of a hub call.
    case answer(call: UInt32, SignalRCallResult)
    /// A top-level `E`: the client must disconnect.
    case refusal(String)
    /// A persistent response in the server's own key order; offsets into the frame.
    case response(Response)
    /// A persistent response in some other shape.
    case parsed(ParsedResponse)
    /// No JSON object. The .NET client reports an error and goes on (reference signalr2, section 10, row 38).
    case unreadable

    package struct Response: Hashable, Sendable {
        package var cursor: Range<Int>
        package var groupsToken: Range<Int>?
        package var initializing = false
        /// Inside the brackets of `M`.
        package var messages: Range<Int>
    }

    package struct ParsedResponse: Hashable, Sendable {
        package var cursor: String?
        package var groupsToken: String?
        package var initializing = false
        package var items: [SignalRItem] = []
    }

    /// Reads one message.
    package init(_ bytes: UnsafeRawBufferPointer, hub: String) {
        if bytes.count == 2, bytes[0] == UInt8(ascii: "{"), bytes[1] == UInt8(ascii: "}") {
            self = .keepAlive
        } else if let response = Self.quickResponse(bytes) {
            self = .response(response)
        } else if let answer = Self.quickAnswer(bytes) {
            self = answer
        } else {
            self = Self.parse(bytes, hub: hub)
        }
    }

    /// `{"C":"s-0,1F","S":1,"T":1,"G":"token","L":5,"M":[...]}`, each key but `C` and `M` optional, no escapes before `M`.
    private static func quickResponse(_ bytes: UnsafeRawBufferPointer) -> Response? {
        var reader = QuickReader(bytes: bytes)
        guard reader.take("{\"C\":\""), let cursor = reader.plainText() else { return nil }
        var response = Response(cursor: cursor, messages: 0..<0)
        if reader.take(",\"S\":1") { response.initializing = true }
        _ = reader.take(",\"T\":1")
        if reader.take(",\"G\":\"") {
            guard let token = reader.plainText() else { return nil }
            response.groupsToken = token
        }
        if reader.take(",\"L\":") { reader.skipNumber() }
        guard reader.take(",\"M\":["), bytes.count - reader.offset >= 2,
            bytes[bytes.count - 2] == UInt8(ascii: "]"), bytes[bytes.count - 1] == UInt8(ascii: "}")
        else { return nil }
        response.messages = reader.offset..<bytes.count - 2
        return response
    }

    /// `{"I":"7"}` or `{"R":"ok","I":"7"}`
    private static func quickAnswer(_ bytes: UnsafeRawBufferPointer) -> SignalRClientFrame? {
        var reader = QuickReader(bytes: bytes)
        if reader.take("{\"I\":\"") { return quickCall(&reader).map { .answer(call: $0, .ok) } }
        guard reader.take("{\"R\":\""), let value = reader.plainText(), reader.take(",\"I\":\""),
            let call = quickCall(&reader)
        else { return nil }
        return String(validating: bytes[value], as: UTF8.self).map { .answer(call: call, .value($0)) }
    }

    /// The rest of an answer, from the digits of its call on.
    private static func quickCall(_ reader: inout QuickReader) -> UInt32? {
        let bytes = reader.bytes
        guard let digits = reader.plainText(), reader.offset + 1 == bytes.count,
            bytes[reader.offset] == UInt8(ascii: "}"), !digits.isEmpty, digits.count < 10
        else { return nil }
        var value: UInt32 = 0
        for position in digits {
            guard bytes[position] >= 48, bytes[position] <= 57 else { return nil }
            value = value * 10 + UInt32(bytes[position] - 48)
        }
        return value
    }
}

/// Compares and skips; it never fails, it only does not match.
private struct QuickReader {
    let bytes: UnsafeRawBufferPointer
    var offset = 0

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset + count <= bytes.count else { return false }
        for position in 0..<count where bytes[offset + position] != text.utf8Start[position] { return false }
        offset += count
        return true
    }

    /// To the closing quote, which is skipped; nil when there is an escape.
    mutating func plainText() -> Range<Int>? {
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return start..<offset - 1
            case UInt8(ascii: "\\"): return nil
            default: offset += 1
            }
        }
        return nil
    }

    mutating func skipNumber() {
        while offset < bytes.count, bytes[offset] >= 48, bytes[offset] <= 57 { offset += 1 }
    }
}
