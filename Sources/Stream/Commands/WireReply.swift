package import Core

extension WireReply {
    var text: String? {
        guard case .bytes(let bytes) = self else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// A count: an integer reply, or decimal text, that is not negative.
    var count: UInt64? {
        switch self {
        case .integer(let value): UInt64(exactly: value)
        case .bytes: text.flatMap { UInt64($0) }
        case .array, .null, .error: nil
        }
    }
}

extension LogWire {
    /// Reads the reply to a command of ours. What our own keys and scripts cannot have answered is `damaged`.
    package func reply(_ reply: WireReply, to command: LogCommand) -> LogReply {
        if case .error(let line) = reply {
            return line.hasPrefix("WRONGTYPE") || line.contains("-WRONGTYPE") || line.contains("WRONGTYPE Operation")
                ? .damaged : .failed(line)
        }
        if reply.text == LogScript.otherLog { return .otherLog }
        let parsed: LogReply? =
            switch command {
            case .found: reply.text.flatMap { LogID($0) }.map { .founded($0) }
            case .open: reply.count.map { .opened($0) }
            case .append(_, let requests): Self.outcomes(reply, count: requests.count).map { .appended($0) }
            case .entries: Self.entries(reply).map { .entries($0) }
            case .meta: Self.meta(reply).map { .meta($0) }
            case .barrier: .barred
            case .replication: reply.text.flatMap { ReplicationInfo($0) }.map { .replication($0) }
            case .wait: reply.count.map { .waited(Int($0)) }
            case .lease: reply.count.map { .leased(floor: $0) }
            case .trim: reply.count.map { .trimmed(floor: $0) }
            }
        return parsed ?? .damaged
    }

    private static func outcomes(_ reply: WireReply, count: Int) -> [AppendOutcome]? {
        guard case .array(let elements) = reply, elements.count == count else { return nil }
        var outcomes: [AppendOutcome] = []
        for element in elements {
            guard case .integer(let value) = element else { return nil }
            switch value {
            case 0: outcomes.append(.already)
            case -1: outcomes.append(.gap)
            case -2: outcomes.append(.unknownSession)
            case -3: outcomes.append(.full)
            case 1...: outcomes.append(.appended(LogIndex(value)))
            default: return nil
            }
        }
        return outcomes
    }

    /// Fields that are all missing are a log that does not exist; some that are missing are a damaged one.
    private static func meta(_ reply: WireReply) -> LogMeta? {
        guard case .array(let fields) = reply, fields.count == metaFieldCount else { return nil }
        if fields[0] == .null { return LogMeta() }
        guard let id = fields[0].text.flatMap({ LogID($0) }), let head = fields[1].count,
            let headTag = fields[2].text.flatMap({ EntryTag($0) }), let floor = fields[3].count,
            let floorTag = fields[4].text.flatMap({ EntryTag($0) }), let commit = fields[5].count
        else { return nil }
        return LogMeta(id: id, head: head, headTag: headTag, floor: floor, floorTag: floorTag, commit: commit)
    }

    private static let metaFieldCount = 6

    private static func entries(_ reply: WireReply) -> [Entry]? {
        guard case .array(let elements) = reply else { return nil }
        var entries: [Entry] = []
        entries.reserveCapacity(elements.count)
        for element in elements {
            guard let entry = entry(element) else { return nil }
            entries.append(entry)
        }
        return entries
    }

    private static func entry(_ element: WireReply) -> Entry? {
        guard case .array(let parts) = element, parts.count == 2, let id = parts[0].text, id.hasSuffix("-0"),
            let index = LogIndex(id.dropLast(2)), case .array(let fields) = parts[1]
        else { return nil }
        var session: UInt64?
        var sequence: UInt64?
        var target: [UInt8]?
        var payload: [UInt8]?
        var tag: EntryTag?
        for place in stride(from: 0, to: fields.count - 1, by: 2) {
            let value = fields[place + 1]
            switch fields[place].text {
            case "s": session = value.count
            case "q": sequence = value.count
            case "t": if case .bytes(let bytes) = value { target = bytes }
            case "p": if case .bytes(let bytes) = value { payload = bytes }
            case "g": tag = value.text.flatMap { EntryTag($0) }
            default: break
            }
        }
        guard let session, let sequence, let target, let payload, let tag,
            let content = EntryContent(target: target, payload: payload)
        else { return nil }
        return Entry(index: index, session: session, sequence: sequence, content: content, tag: tag)
    }
}
