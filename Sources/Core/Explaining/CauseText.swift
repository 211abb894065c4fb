/// A cause in words.
struct CauseText {
    private let group: CauseLog.Group
    /// The only client that has it.
    private let client: ClientID?
    private let faults: [(key: FaultReference, value: Int)]

    init(group: CauseLog.Group, client: ClientID?, faults: [(key: FaultReference, value: Int)]) {
        self.group = group
        self.client = client
        self.faults = faults
    }

    private var located: HopPlace { group.key.place }
    private var node: String { located.node > 0 ? "n\(located.node)" : "the node" }
    private var receiver: String { client.map { "\($0)" } ?? "clients" }

    /// One line, without a full stop.
    var sentence: String {
        var parts = subject + " " + whereabouts
        if let condition = located.condition {
            parts += " \(condition.conjunction) \(condition.text)"
        }
        return parts + duringFaults + extent
    }

    /// Without counts, times and numbers of messages.
    var signature: String {
        let names = Set(faults.map(\.key.name)).sorted().joined(separator: "+")
        return [
            group.key.violation.rawValue, located.hop.rawValue, located.node > 0 ? "n\(located.node)" : "-",
            located.condition?.rawValue ?? "-", names.isEmpty ? "-" : names,
        ].joined(separator: " ")
    }

    // MARK: What

    /// `1 204 messages lost`, `402 messages lost for each of 3 clients`, `90 copies of 40 messages lost for 3 clients`.
    private var subject: String {
        let (messages, clients) = (group.messageCount, group.clientCount)
        if group.key.violation == .toldGap {
            return
                "\(Self.count(group.count, "gap")) told to \(client.map { "\($0)" } ?? Self.count(clients, "client"))"
        }
        let number = Self.count(messages, "message")
        let words = Self.words[group.key.violation] ?? ("wrong", "at")
        if clients <= 1, group.count == messages { return "\(number) \(words.verb)" }
        if clients <= 1 { return "\(number) \(words.verb) \(Self.count(group.count, "time"))" }
        let whom = Self.count(clients, "client")
        if group.count == messages * clients {
            return "\(number) \(words.verb) \(words.preposition) \(messages == 1 ? whom : "each of \(whom)")"
        }
        // Each of them for one of the clients.
        if group.count == messages { return "\(number) \(words.verb) \(words.preposition) one of \(whom) each" }
        return "\(number) \(words.verb) \(words.preposition) \(whom), \(Figures.grouped(group.count)) in all,"
    }

    private static let words: [ViolationClass: (verb: String, preposition: String)] = [
        .lost: ("lost", "for"),
        .duplicated: ("doubled", "for"),
        .outOfOrder: ("out of order", "for"),
        .misrouted: ("misrouted", "to"),
        .phantom: ("that nobody sent seen", "by"),
        .aborted: ("of a failed publish seen", "by"),
        .corrupted: ("damaged", "for"),
        .torn: ("torn", "between"),
        .orderConflict: ("in conflicting orders", "at"),
        .causality: ("before what caused them", "for"),
        .toldGap: ("told", "to"),
    ]

    /// `1 message`, `1 204 messages`, `2 copies`.
    static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(Figures.grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    // MARK: Where

    private var whereabouts: String {
        let probably = located.evidence == .shape && located.hop != .unknown ? "probably " : ""
        switch located.hop {
        case .publisher: return probably + "at the publisher"
        case .publisherToNode: return probably + "between the publisher and \(node)"
        case .sendingNode, .receivingNode: return probably + "in \(node)"
        case .nodeToRedis: return probably + "at \(node) -> Redis"
        case .redis: return probably + "in Redis"
        case .redisToNode: return probably + "at \(node) <- Redis"
        case .nodeToClient: return probably + "at \(node) -> \(receiver)"
        case .client: return probably + "in \(receiver)"
        case .unknown: return (located.node > 0 ? "on the way to clients of \(node), " : "") + "at an unknown hop"
        }
    }

    // MARK: When

    /// ` (fault 1, redis.restart)`, ` (fault 1, redis.restart: 900; fault 2, node.kill: 300)`.
    private var duringFaults: String {
        var sums: [(number: Int, name: String, count: Int)] = []
        for (fault, count) in faults {
            if let place = sums.firstIndex(where: { $0.number == fault.number }) {
                sums[place].count += count
            } else {
                sums.append((fault.number, fault.name, count))
            }
        }
        guard !sums.isEmpty else { return "" }
        if sums.count == 1, sums[0].count == group.count { return " (fault \(sums[0].number), \(sums[0].name))" }
        let parts = sums.map { "fault \($0.number), \($0.name): \(Figures.grouped($0.count))" }
        return " (\(parts.joined(separator: "; ")) of \(Figures.grouped(group.count)))"
    }

    private var extent: String {
        guard let first = Self.name(group.first) else { return "" }
        guard let last = Self.name(group.last), last != first else { return ", \(first)" }
        return ", first \(first), last \(last)"
    }

    private static func name(_ entry: FindingLog.Entry) -> String? {
        entry.publisher > 0 && entry.sequence > 0 ? "p\(entry.publisher)/\(entry.sequence)" : nil
    }
}
