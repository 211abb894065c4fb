/// Walks over JSON text without building values: it checks, skips, and reads the strings that are asked for.
package struct JSONScanner {
    /// Nesting above this is refused, so that hostile input costs no stack.
    package static let depthMax = 64

    /// Text that is no JSON, and where it stopped being some.
    package struct Failure: Error, Hashable, Sendable {
        package let offset: Int
        package let expected: StaticStringText
    }

    /// A fixed text that can be compared.
    package struct StaticStringText: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        package let description: String
        package init(stringLiteral value: String) { description = value }
    }

    package let bytes: UnsafeRawBufferPointer
    package private(set) var offset = 0

    package init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next byte that is no white space; nil at the end.
    package mutating func peek() -> UInt8? {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return bytes[offset]
            }
        }
        return nil
    }

    /// Takes the next byte when it is this one.
    package mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        offset += 1
        return true
    }

    /// Nothing but white space may follow.
    package mutating func end() throws(Failure) {
        guard peek() == nil else { throw failure("end of text") }
    }

    /// Calls `member` with each decoded key; it must take the value. The next byte must begin an object.
    package mutating func object(
        _ member: (String, inout JSONScanner) throws(Failure) -> Void
    ) throws(Failure) {
        guard take(UInt8(ascii: "{")) else { throw failure("{") }
        guard !take(UInt8(ascii: "}")) else { return }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw failure("a key") }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw failure(":") }
            try member(key, &self)
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure(", or }") }
            return
        }
    }

    /// Calls `element` before each element; it must take the value. The next byte must begin an array.
    package mutating func array(_ element: (inout JSONScanner) throws(Failure) -> Void) throws(Failure) {
        guard take(UInt8(ascii: "[")) else { throw failure("[") }
        guard !take(UInt8(ascii: "]")) else { return }
        while true {
            try element(&self)
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure(", or ]") }
            return
        }
    }

    /// Skips one value of any type and returns where it lies.
    package mutating func value() throws(Failure) -> Range<Int> {
        try value(depth: 0)
    }

    private mutating func value(depth: Int) throws(Failure) -> Range<Int> {
        guard let first = peek() else { throw failure("a value") }
        guard depth < Self.depthMax else { throw failure("less nesting") }
        let start = offset
        switch first {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"):
            try object { (_: String, scanner: inout JSONScanner) throws(Failure) in
                _ = try scanner.value(depth: depth + 1)
            }
        case UInt8(ascii: "["):
            try array { (scanner: inout JSONScanner) throws(Failure) in
                _ = try scanner.value(depth: depth + 1)
            }
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
        return start..<offset
    }

    package func failure(_ expected: StaticStringText) -> Failure {
        Failure(offset: offset, expected: expected)
    }

    private mutating func word(_ word: StaticString) throws(Failure) {
        let count = word.utf8CodeUnitCount
        guard offset + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[offset + $0] == word.utf8Start[$0] })
        else { throw failure("true, false or null") }
        offset += count
    }

    private mutating func number() throws(Failure) {
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        let leading = offset
        try digits()
        guard offset == leading + 1 || bytes[leading] != UInt8(ascii: "0") else { throw failure("no leading zero") }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try digits()
        }
    }

    private mutating func digits() throws(Failure) {
        let start = offset
        while offset < bytes.count, bytes[offset] &- 48 <= 9 { offset += 1 }
        guard offset > start else { throw failure("a digit") }
    }

    mutating func advance(to position: Int) {
        offset = position
    }
}
