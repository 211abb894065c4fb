/// A call of a client to a hub: `{"H":..,"M":..,"A":[..],"I":..,"S":..}` (reference signalr2, section 2.4).
package struct HubInvocation: Hashable, Sendable {
    /// Characters of client state above which the call is refused.
    package static let stateCharactersMax = 4_096

    /// As the client wrote it; hub names match case-insensitively.
    package let hub: String
    package let method: String
    /// As the result repeats it; clients send a number or a string. Nil when it had none.
    package let callID: String?
    /// Client state, raw.
    package let state: JSONSlice?
    private let storage: [UInt8]
    private let argumentRanges: [Range<Int>]

    package var argumentCount: Int { argumentRanges.count }

    /// The raw JSON of an argument.
    package func argument(_ index: Int) -> JSONSlice {
        JSONSlice(storage[argumentRanges[index]])
    }

    /// The text of a string argument; nil when it is not there or of another type.
    package func string(_ index: Int) -> String? {
        argumentRanges.indices.contains(index) ? argument(index).string : nil
    }

    /// Parses a frame or the `data` field of a `/send`. Keys match in any case, unknown ones are skipped.
    package static func parse(_ bytes: [UInt8]) throws(SignalRError) -> HubInvocation {
        var fields = Fields()
        let failure: JSONScanner.Failure? = bytes.withUnsafeBytes { buffer in
            do throws(JSONScanner.Failure) {
                try fields.read(buffer)
                return nil
            } catch {
                return error
            }
        }
        if let failure {
            throw SignalRError(.invocation, "expected \(failure.expected) at byte \(failure.offset)")
        }
        guard let hub = fields.hub else { throw SignalRError(.invocation, "no hub (H)") }
        guard let method = fields.method else { throw SignalRError(.invocation, "no method (M)") }
        var state: JSONSlice?
        if let range = fields.state {
            let slice = JSONSlice(bytes[range])
            guard String(decoding: slice.bytes, as: UTF8.self).utf16.count <= stateCharactersMax else {
                throw SignalRError(.invocation, "client state is over \(stateCharactersMax) characters")
            }
            state = slice
        }
        return HubInvocation(
            hub: hub,
            method: method,
            callID: fields.callID.flatMap { JSONSlice(bytes[$0]).scalarText },
            state: state,
            storage: bytes,
            argumentRanges: fields.arguments
        )
    }

    /// The places of the members, found in one walk.
    private struct Fields {
        var hub: String?
        var method: String?
        var callID: Range<Int>?
        var state: Range<Int>?
        var arguments: [Range<Int>] = []

        mutating func read(_ buffer: UnsafeRawBufferPointer) throws(JSONScanner.Failure) {
            var scanner = JSONScanner(bytes: buffer)
            try scanner.object { (key: String, scanner: inout JSONScanner) throws(JSONScanner.Failure) in
                switch key {
                case "H", "h": hub = try Self.text(&scanner)
                case "M", "m": method = try Self.text(&scanner)
                case "I", "i": callID = try scanner.value()
                case "S", "s": state = try Self.unlessNull(&scanner)
                case "A", "a": try readArguments(&scanner)
                default: _ = try scanner.value()
                }
            }
            try scanner.end()
        }

        private mutating func readArguments(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
            arguments.removeAll()
            guard scanner.peek() != UInt8(ascii: "n") else {
                _ = try scanner.value()
                return
            }
            var found: [Range<Int>] = []
            try scanner.array { (scanner: inout JSONScanner) throws(JSONScanner.Failure) in
                found.append(try scanner.value())
            }
            arguments = found
        }

        private static func text(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> String {
            guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.failure("a string") }
            return try scanner.string()
        }

        private static func unlessNull(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> Range<Int>? {
            let isNull = scanner.peek() == UInt8(ascii: "n")
            let range = try scanner.value()
            return isNull ? nil : range
        }
    }
}
