/// Finds commands and replies in a stream of RESP2 or RESP3 (https://redis.io/docs/latest/develop/reference/protocol-spec/).
/// A frame is a whole command, or a whole reply with everything that is nested in it. After bytes that are no RESP it
/// finds nothing more.
package struct RESPFrameScanner: Sendable {
    package enum Kind: Hashable, Sendable {
        /// Arrays of strings, and lines of words.
        case commands
        case replies
        /// What a master sends to a replica: replies up to the start of replication, then maybe a snapshot, then commands.
        /// Each of them is a frame without a name.
        case replication
    }

    private enum State {
        /// Between frames, or between the values of one.
        case value
        /// In a line; behind it comes what its type says.
        case line
        case string(remaining: Int)
        /// After the answer to PSYNC: line ends until the snapshot's own header.
        case snapshotStart
        case snapshotHeader
        case snapshot(remaining: Int)
        /// A snapshot of unknown length: it ends with the mark that its header named.
        case snapshotUntilMark
        case lost
    }

    /// No line that matters is longer; of longer ones the rest is not looked at.
    private static let lineKept = 128
    private static let markSize = 40

    private var kind: Kind
    private var state = State.value
    /// Offset of the next byte.
    private var offset = 0
    /// Of the frame that is being read; nil between frames.
    private var start: Int?
    private var isDecided = false
    /// Values that the frame still needs.
    private var missing = 0
    private var line: [UInt8] = []
    /// The name of the command, while it is read.
    private var name: [UInt8]?
    private var mark: [UInt8] = []
    private var tail: [UInt8] = []

    package init(_ kind: Kind) {
        self.kind = kind
    }

    package var undecided: Int? { isDecided ? nil : start }

    package mutating func scan(_ bytes: UnsafeRawBufferPointer, _ report: (LinkFrameEvent) -> Void) {
        var index = 0
        while index < bytes.count {
            switch state {
            case .value where isSignOfLife(bytes[index]), .snapshotStart where isSignOfLife(bytes[index]):
                index += 1
                offset += 1
            case .value: beginValue(report)
            case .line, .snapshotHeader: index += takeLine(bytes, from: index, report)
            case .string(let remaining): index += takeString(bytes, from: index, remaining, report)
            case .snapshotStart: beginSnapshot(report)
            case .snapshot(let remaining): index += skipSnapshot(bytes.count - index, remaining, report)
            case .snapshotUntilMark: index += findMark(bytes, from: index, report)
            case .lost: return
            }
        }
    }

    // MARK: - Values

    /// Masters send lone line ends to replicas.
    private func isSignOfLife(_ byte: UInt8) -> Bool {
        kind == .replication && start == nil && byte == UInt8(ascii: "\n")
    }

    private mutating func beginValue(_ report: (LinkFrameEvent) -> Void) {
        if start == nil {
            start = offset
            isDecided = false
            missing = 1
            name = nil
            if kind != .commands { decide(report) }
        }
        line.removeAll(keepingCapacity: true)
        state = .line
    }

    private mutating func takeLine(
        _ bytes: UnsafeRawBufferPointer,
        from index: Int,
        _ report: (LinkFrameEvent) -> Void
    ) -> Int {
        var end = index
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        let kept = min(end, index + Self.lineKept - line.count)
        if index < kept { line += bytes[index..<kept] }
        guard end < bytes.count else {
            offset += end - index
            return end - index
        }
        offset += end + 1 - index
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if case .snapshotHeader = state { readSnapshotHeader(report) } else { readLine(report) }
        return end + 1 - index
    }

    private mutating func readLine(_ report: (LinkFrameEvent) -> Void) {
        guard let type = line.first else {
            // Servers take a line without words for nothing.
            guard kind == .commands, !isDecided, name == nil else { return lose() }
            return forget()
        }
        switch type {
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"): nest(perItem: 1, further: 0, report)
        case UInt8(ascii: "%") where kind != .commands: nest(perItem: 2, further: 0, report)
        case UInt8(ascii: "|") where kind != .commands: nest(perItem: 2, further: 1, report)
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"):
            guard let count = number, count >= -1, missing > 0 else { return lose() }
            if count < 0 { valueEnded(report) } else { state = .string(remaining: count + 2) }
        default: readWords(type, report)
        }
    }

    /// A line that is a value of its own, or a command that was typed as a line of words.
    private mutating func readWords(_ type: UInt8, _ report: (LinkFrameEvent) -> Void) {
        if kind == .commands {
            guard !isDecided, name == nil, missing == 1 else { return lose() }
            name = Array(line.prefix { $0 != UInt8(ascii: " ") })
            decide(report)
            return valueEnded(report)
        }
        guard "+-:_,#(".utf8.contains(type) else { return lose() }
        if kind == .replication, missing == 1, line.starts(with: "+FULLRESYNC".utf8) {
            endFrame(report)
            state = .snapshotStart
        } else if kind == .replication, missing == 1, line.starts(with: "+CONTINUE".utf8) {
            valueEnded(report)
        } else {
            valueEnded(report)
        }
    }

    private mutating func nest(perItem: Int, further: Int, _ report: (LinkFrameEvent) -> Void) {
        guard let count = number, count >= -1, count < 1 << 32 else { return lose() }
        if kind == .commands {
            guard !isDecided, name == nil, line.first == UInt8(ascii: "*") else { return lose() }
            // The first of them is the name.
            if count > 0 { name = [] }
        }
        missing += max(0, count) * perItem + further
        valueEnded(report)
    }

    private mutating func takeString(
        _ bytes: UnsafeRawBufferPointer,
        from index: Int,
        _ remaining: Int,
        _ report: (LinkFrameEvent) -> Void
    ) -> Int {
        let count = min(remaining, bytes.count - index)
        if kind == .commands, !isDecided {
            let text = max(0, min(count, remaining - 2))
            let kept = max(0, min(text, Self.lineKept - (name?.count ?? 0)))
            name? += bytes[index..<(index + kept)]
            if remaining - count <= 2 { decide(report) }
        }
        offset += count
        if count == remaining { valueEnded(report) } else { state = .string(remaining: remaining - count) }
        return count
    }

    private mutating func valueEnded(_ report: (LinkFrameEvent) -> Void) {
        missing -= 1
        state = .value
        if missing <= 0 { endFrame(report) }
    }

    private mutating func endFrame(_ report: (LinkFrameEvent) -> Void) {
        if !isDecided, kind == .commands, name == nil { return forget() }
        if !isDecided { decide(report) }
        report(.ended(offset))
        forget()
    }

    private mutating func decide(_ report: (LinkFrameEvent) -> Void) {
        guard let start else { return }
        isDecided = true
        let text = kind == .commands ? name.map { String(decoding: $0, as: UTF8.self).uppercased() } : nil
        report(.began(LinkFrame(start: start, name: text)))
    }

    private mutating func forget() {
        start = nil
        isDecided = false
        name = nil
        missing = 0
        state = .value
    }

    private mutating func lose() {
        forget()
        state = .lost
    }

    /// Behind the type of a line.
    private var number: Int? { Int(String(decoding: line.dropFirst(), as: UTF8.self)) }

    // MARK: - Snapshots

    private mutating func beginSnapshot(_ report: (LinkFrameEvent) -> Void) {
        start = offset
        decide(report)
        line.removeAll(keepingCapacity: true)
        state = .snapshotHeader
    }

    /// `$<length>` or `$EOF:<mark>`; no line end follows the snapshot.
    private mutating func readSnapshotHeader(_ report: (LinkFrameEvent) -> Void) {
        guard line.first == UInt8(ascii: "$") else { return lose() }
        if line.dropFirst().starts(with: "EOF:".utf8) {
            mark = Array(line.dropFirst(5))
            guard mark.count == Self.markSize else { return lose() }
            tail.removeAll(keepingCapacity: true)
            state = .snapshotUntilMark
        } else if let count = number, count >= 0 {
            state = .snapshot(remaining: count)
            if count == 0 { endFrame(report) }
        } else {
            lose()
        }
    }

    private mutating func skipSnapshot(_ count: Int, _ remaining: Int, _ report: (LinkFrameEvent) -> Void) -> Int {
        let skipped = min(count, remaining)
        offset += skipped
        if skipped == remaining { endFrame(report) } else { state = .snapshot(remaining: remaining - skipped) }
        return skipped
    }

    private mutating func findMark(
        _ bytes: UnsafeRawBufferPointer,
        from index: Int,
        _ report: (LinkFrameEvent) -> Void
    ) -> Int {
        for position in index..<bytes.count {
            if tail.count == Self.markSize { tail.removeFirst() }
            tail.append(bytes[position])
            guard tail.last == mark.last, tail == mark else { continue }
            offset += position + 1 - index
            endFrame(report)
            return position + 1 - index
        }
        offset += bytes.count - index
        return bytes.count - index
    }
}
