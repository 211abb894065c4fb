import Core
import Glibc

/// Does wrong on purpose, between what the bus brought and what clients are handed: the canaries of the checker.
///
/// It counts the messages of the harness that this node is about to hand to its clients, from 1, each message once
/// however many clients get it; other payloads pass untouched.
struct DefectPlanter {
    private let defects: [PlantedDefect]
    private var count = 0
    /// Messages that clients of this node published.
    private var published = 0
    /// Messages that wait to change places: with the next of the same publisher to the same signal, so that an order that
    /// was promised is broken for certain.
    private var held: [Held] = []
    /// Messages that wait to be overtaken by one of another publisher to the same signal, and what came behind them.
    private var waiting: [Waiting] = []
    /// Misroutes whose turn came with a message to everybody, which has nobody to be misrouted to: they take the next
    /// message that has.
    private var owedMisroutes = 0
    /// Nothing is handed to anyone any more.
    private var isDeaf = false

    private struct Held {
        var publisher: PublisherID
        var message: BusMessage
    }

    private struct Waiting {
        var publisher: PublisherID
        var key: String
        var messages: [BusMessage]
    }

    /// How far behind a message that was never published is numbered.
    static let inventedSequenceOffset: UInt32 = 1_000_000

    /// Only the defects of `node` count; nil when it has none.
    init?(_ defects: [PlantedDefect], node: NodeID) {
        self.defects = defects.filter { $0.node == node }
        if self.defects.isEmpty { return nil }
    }

    /// What is stored instead of the messages of one payload. `isAwaited` tells whether clients of this node subscribe to
    /// a signal.
    mutating func plant(into messages: [BusMessage], isAwaited: (String) -> Bool) -> [BusMessage] {
        var planted: [BusMessage] = []
        for message in messages {
            if let fields = message.harnessFields, isAwaited(message.key) {
                count += 1
                plant(message, fields, into: &planted)
            } else {
                planted.append(message)
            }
        }
        return planted
    }

    /// A message is being published by a client of this node: whether its publisher is told that it failed.
    mutating func denies(_ message: MessageFields) -> Bool {
        published += 1
        return defects.contains { $0.kind == .deny && $0.nth == published }
    }

    private mutating func plant(_ message: BusMessage, _ fields: MessageFields, into planted: inout [BusMessage]) {
        var copies = [message]
        var swapped = false
        var isOvertaken = false
        for defect in defects where defect.nth == count {
            switch defect.kind {
            case .drop: copies = []
            case .double: copies += copies.last.map { [$0] } ?? []
            case .swap: swapped = true
            case .overtake: isOvertaken = true
            case .deny: break
            case .misroute: owedMisroutes += 1
            case .corrupt: copies = copies.map(Self.corrupted)
            case .leak: Self.leak()
            case .deafen: isDeaf = true
            case .invent: copies += Self.invented(after: message, fields, run: fields.run).map { [$0] } ?? []
            }
        }
        if isDeaf { return }
        if owedMisroutes > 0, let copy = Self.misrouted(message) {
            owedMisroutes -= 1
            copies.append(copy)
        }
        if swapped {
            held += copies.map { Held(publisher: fields.publisher, message: $0) }
            return
        }
        if let place = waiting.firstIndex(where: { $0.publisher == fields.publisher && $0.key == message.key }) {
            waiting[place].messages += copies
            return
        }
        if isOvertaken {
            waiting.append(Waiting(publisher: fields.publisher, key: message.key, messages: copies))
            return
        }
        planted += copies
        planted += waiting.filter { $0.key == message.key }.flatMap(\.messages)
        waiting.removeAll { $0.key == message.key }
        let due = held.filter { $0.publisher == fields.publisher && $0.message.key == message.key }
        if !due.isEmpty {
            planted += due.map(\.message)
            held.removeAll { $0.publisher == fields.publisher && $0.message.key == message.key }
        }
    }

    /// Where the payload lies in the value: from its marker to behind its padding.
    private static func payload(in value: [UInt8]) -> Range<Int>? {
        var offset = 0
        let found = value.withUnsafeBytes { MessagePayload.next(in: $0, from: &offset) != nil }
        guard found, let start = value.indices.first(where: { value[$0...].starts(with: Self.marker) }) else {
            return nil
        }
        return start..<offset
    }

    private static let marker = Array("~rc1.".utf8)

    /// Nobody knows of it, so nobody closes it.
    private static func leak() { _ = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) }

    /// One byte of the padding is another letter.
    private static func corrupted(_ message: BusMessage) -> BusMessage {
        guard let range = payload(in: message.value) else { return message }
        var copy = message
        let last = range.upperBound - 1
        copy.value[last] = copy.value[last] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return copy
    }

    /// A whole message with a right checksum that no publisher sent.
    private static func invented(after message: BusMessage, _ fields: MessageFields, run: RunID) -> BusMessage? {
        guard let range = payload(in: message.value) else { return nil }
        var invented = fields
        invented.sequence = fields.sequence + inventedSequenceOffset
        var copy = message
        copy.value.replaceSubrange(range, with: MessagePayload.encode(invented, size: range.count))
        return copy
    }

    /// A copy to everybody of the hub but those whom the message was for. Nil for a message to everybody.
    private static func misrouted(_ message: BusMessage) -> BusMessage? {
        guard let dash = message.key.firstIndex(of: "-"), message.key[..<dash] != "h" else { return nil }
        let hub = message.key[message.key.index(after: dash)...].prefix { $0 != "." }
        var copy = message
        copy.key = Signals.hub(String(hub))
        copy.filter = message.filter.isEmpty ? message.key : message.filter + "|" + message.key
        return copy
    }
}
