/// Cuts a stream of bytes into lines at LF, whatever pieces it arrives in. Blank lines are skipped, a CR before the LF
/// is dropped.
package struct LineSplitter: Sendable {
    /// A line without an end at this many bytes is an error.
    package let lineBytesMax: Int
    private var pending: [UInt8] = []

    /// Thrown when a line grows beyond the bound.
    package struct LineTooLong: Error, Hashable, Sendable {
        package let lineBytesMax: Int
        /// The first bytes of that line, for the error message.
        package let start: [UInt8]
    }

    /// Bytes of a refused line that are kept for the error message.
    package static let shownBytesMax = 120

    package init(lineBytesMax: Int) {
        precondition(lineBytesMax > 0, "a line needs room for a byte")
        self.lineBytesMax = lineBytesMax
    }

    /// Takes the next bytes and gives back the lines that they complete.
    package mutating func feed(_ bytes: some Collection<UInt8>) throws(LineTooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            try append(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if let line = take() { lines.append(line) }
        }
        try append(rest)
        return lines
    }

    /// What stands after the last line end; to be asked for once the stream has ended.
    package mutating func finish() -> [UInt8]? {
        take()
    }

    private mutating func append(_ bytes: some Collection<UInt8>) throws(LineTooLong) {
        guard pending.count + bytes.count <= lineBytesMax else {
            let start = Array(pending.prefix(Self.shownBytesMax))
            throw LineTooLong(
                lineBytesMax: lineBytesMax,
                start: start + Array(bytes.prefix(Self.shownBytesMax - start.count))
            )
        }
        pending.append(contentsOf: bytes)
    }

    private mutating func take() -> [UInt8]? {
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        guard pending.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else {
            pending.removeAll(keepingCapacity: true)
            return nil
        }
        defer { pending.removeAll(keepingCapacity: true) }
        return pending
    }
}
