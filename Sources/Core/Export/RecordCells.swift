/// Says what a record means, in names where the record has numbers.
package struct RecordCells {
    private let audiences: [String]
    private let apps: [String]
    private let faults: [UInt32: String]
    /// Of the record that was read last, in the order of ``RecordColumn``; empty values are left out.
    package private(set) var cells: [(column: RecordColumn, value: RecordCell)] = []

    package init(_ manifest: RunManifest) {
        audiences = manifest.audiences.map(\.description)
        apps = manifest.appNames
        let named = manifest.faults.map { (UInt32(clamping: $0.number), $0.name) }
        faults = Dictionary(named) { first, _ in first }
        cells.reserveCapacity(RecordColumn.allCases.count)
    }

    /// `texts` are those of its history.
    package mutating func read(_ record: HistoryRecord, texts: HistoryStringTable) {
        cells.removeAll(keepingCapacity: true)
        add(.time, .number(record.time))
        add(.kind, .word(record.kind.name))
        switch record.kind.rawValue {
        case HistoryKind.probeInvoked.rawValue, HistoryKind.probeEnded.rawValue,
            HistoryKind.proberConnected.rawValue...HistoryKind.proberEnded.rawValue:
            prober(record)
        case ...HistoryKind.probeHeard.rawValue: client(record, texts)
        case HistoryKind.carried.rawValue...HistoryKind.witnessDeaf.rawValue: witness(record, texts)
        case HistoryKind.tapOpened.rawValue...HistoryKind.tapped.rawValue: link(record)
        case HistoryKind.faultInvoked.rawValue...: orchestrator(record, texts)
        default: node(record, texts)
        }
    }

    private mutating func add(_ column: RecordColumn, _ value: RecordCell) {
        cells.append((column, value))
    }

    private mutating func add(_ column: RecordColumn, ifPositive number: UInt64) {
        if number > 0 { add(column, .number(number)) }
    }

    private mutating func addText(_ number: UInt64, _ texts: HistoryStringTable) {
        if let text = texts[number: number] { add(.text, .text(text)) }
    }

    private mutating func addMessage(_ record: HistoryRecord) {
        if record.publisher > 0 { add(.publisher, .publisher(record.publisher)) }
        add(.sequence, ifPositive: UInt64(record.sequence))
    }

    /// As the nodes record it.
    private mutating func addProbe(_ record: HistoryRecord) {
        add(.publisher, .publisher(PublisherID.probe(of: record.publisher).number))
        add(.sequence, ifPositive: UInt64(record.sequence))
    }

    private mutating func addProber(_ record: HistoryRecord) {
        add(.prober, .number(UInt64(record.subject)))
    }

    private mutating func addAudience(_ number: UInt64) {
        guard let index = Int(exactly: number), audiences.indices.contains(index) else {
            return add(.audience, .number(number))
        }
        add(.audience, .text(audiences[index]))
    }

    private mutating func addOutcome(_ record: HistoryRecord) {
        switch Outcome(rawValue: record.flags) {
        case .ok: add(.outcome, .word("ok"))
        case .fail: add(.outcome, .word("fail"))
        case .info: add(.outcome, .word("info"))
        case nil: add(.outcome, .number(UInt64(record.flags)))
        }
    }

    private mutating func addNode(_ record: HistoryRecord) {
        if record.detail > 0 { add(.node, .node(UInt32(record.detail))) }
    }
}

extension RecordCells {
    private mutating func client(_ record: HistoryRecord, _ texts: HistoryStringTable) {
        add(.client, .client(record.subject))
        switch record.kind {
        case .connectInvoked: addNode(record)
        case .connected:
            addNode(record)
            switch ConnectionStart(rawValue: record.flags) {
            case .fresh: add(.start, .word("fresh"))
            case .resumed: add(.start, .word("resumed"))
            case nil: add(.start, .number(UInt64(record.flags)))
            }
        case .disconnected:
            addNode(record)
            addReason(record)
            addText(record.extra, texts)
        case .joinInvoked, .joined, .leaveInvoked, .left: addAudience(UInt64(record.detail))
        case .joinFailed, .leaveFailed:
            addAudience(UInt64(record.detail))
            addOutcome(record)
        case .publishInvoked:
            addMessage(record)
            addAudience(record.extra)
            add(.attempt, ifPositive: UInt64(record.detail))
            if PublishFlags(rawValue: record.flags).contains(.sentinel) { add(.isSentinel, .yes) }
        case .publishEnded:
            addMessage(record)
            add(.attempt, ifPositive: UInt64(record.detail))
            addOutcome(record)
            addText(record.extra, texts)
        case .delivered:
            addMessage(record)
            add(.sentAt, ifPositive: record.extra)
        case .probeHeard:
            addProbe(record)
            add(.sentAt, ifPositive: record.extra)
        case .corrupted: addMessage(record)
        case .foreign:
            addMessage(record)
            add(.isOtherRun, .flag(record.flags & 1 == 1))
            addText(record.extra, texts)
        default: break
        }
    }

    private mutating func prober(_ record: HistoryRecord) {
        switch record.kind {
        case .probeInvoked, .probeEnded:
            addNode(record)
            addProber(record)
            addProbe(record)
            addAudience(record.extra)
            if record.kind == .probeEnded { addOutcome(record) }
        case .proberHeard:
            addProber(record)
            addProbe(record)
            add(.sentAt, ifPositive: record.extra)
        default:
            addNode(record)
            addProber(record)
        }
    }

    private mutating func addReason(_ record: HistoryRecord) {
        switch DisconnectReason(rawValue: record.flags) {
        case .closed: add(.reason, .word("closed"))
        case .lost: add(.reason, .word("lost"))
        case .dropped: add(.reason, .word("dropped"))
        case .silent: add(.reason, .word("silent"))
        case .refused: add(.reason, .word("refused"))
        case .departed: add(.reason, .word("departed"))
        case .told: add(.reason, .word("told"))
        case nil: add(.reason, .number(UInt64(record.flags)))
        }
    }

    private mutating func node(_ record: HistoryRecord, _ texts: HistoryStringTable) {
        add(.node, .node(record.subject))
        switch record.kind {
        case .written, .received:
            addMessage(record)
            add(.id, ifPositive: record.extra)
        case .handed:
            addMessage(record)
            add(.count, .number(record.extra))
        case .backplane:
            add(.isSubscribed, .flag(record.flags & 1 == 1))
            addText(record.extra, texts)
        default: addMessage(record)
        }
    }

    private mutating func witness(_ record: HistoryRecord, _ texts: HistoryStringTable) {
        add(.server, .server(record.subject))
        switch record.kind {
        case .carried, .carriedOther:
            if apps.indices.contains(Int(record.detail)) { add(.app, .text(apps[Int(record.detail)])) }
            addMessage(record)
            if record.kind == .carriedOther { addContent(record.flags & ~CarriedMessage.furtherFlag) }
            add(.id, ifPositive: record.extra)
            if record.flags & CarriedMessage.furtherFlag != 0 { add(.isFurther, .yes) }
        case .logWentBack:
            if apps.indices.contains(Int(record.detail)) { add(.app, .text(apps[Int(record.detail)])) }
            add(.id, .number(record.extra))
        case .witnessDeaf:
            if record.flags & 1 == 1 { add(.isEnd, .yes) }
            addText(record.extra, texts)
        default: addText(record.extra, texts)
        }
    }

    private mutating func link(_ record: HistoryRecord) {
        add(.node, .node(record.subject))
        addMessage(record)
        switch LinkTap.Place(rawValue: record.detail) {
        case .toRedis: add(.way, .word("to-redis"))
        case .fromRedis: add(.way, .word("from-redis"))
        case nil: add(.way, .number(UInt64(record.detail)))
        }
        add(.connection, .number(record.extra))
    }

    private mutating func addContent(_ flags: UInt8) {
        switch CarriedContent(rawValue: flags) {
        case .command: add(.content, .word("command"))
        case .foreignRun: add(.content, .word("other-run"))
        case .damagedMessage: add(.content, .word("damaged"))
        case .unreadable: add(.content, .word("unreadable"))
        case .unnumbered: add(.content, .word("unnumbered"))
        case nil: add(.content, .number(UInt64(flags)))
        }
    }

    private mutating func orchestrator(_ record: HistoryRecord, _ texts: HistoryStringTable) {
        guard record.kind != .phase else {
            switch RunPhase(rawValue: record.subject) {
            case .starting: return add(.phase, .word("starting"))
            case .connecting: return add(.phase, .word("connecting"))
            case .traffic: return add(.phase, .word("traffic"))
            case .settling: return add(.phase, .word("settling"))
            case .checking: return add(.phase, .word("checking"))
            case .done: return add(.phase, .word("done"))
            case nil: return add(.phase, .number(UInt64(record.subject)))
            }
        }
        add(.fault, .number(UInt64(record.subject)))
        add(.repetition, .number(UInt64(record.detail)))
        if let name = faults[record.subject] { add(.name, .text(name)) }
        if record.kind == .faultFailed { addText(record.extra, texts) }
    }
}
