import Core

/// Which probes of nodes have to be sent, and when all is known that can be, without a connection or a clock. A round sends one
/// from every node that was not heard everywhere; what was missed for long enough is given up, and so is what is never acknowledged.
struct ProbeRounds {
    /// Rounds at most, also where nothing is acknowledged.
    static let roundsMax = 40

    private struct Pair: Hashable {
        var speaker: NodeID
        var listener: NodeID
    }

    /// By node, to whom its probes go: its application.
    private let audiences: [NodeID: AudienceNumber]
    private(set) var round = 0
    private var heard: Set<Pair> = []
    private var misses: [Pair: Int] = [:]
    /// Nodes whose probe of this round was acknowledged, and those that still have one under way.
    private var acknowledged: Set<NodeID> = []
    private var underWay: Set<NodeID> = []
    /// Those that were acknowledged when clients were asked: only of these an answer says that they were missed.
    private var judged: Set<NodeID> = []

    init(_ audiences: [NodeID: AudienceNumber]) {
        self.audiences = audiences
    }

    /// Begins a round: the nodes that have to send now, none when it is over. `there` are nodes with a connected probe client.
    mutating func begin(there: Set<NodeID>) -> [NodeID] {
        guard round < Self.roundsMax else { return [] }
        let speakers = Set(open(there: there).map(\.speaker)).sorted()
        guard !speakers.isEmpty else { return [] }
        round += 1
        acknowledged = []
        judged = []
        underWay = Set(speakers)
        return speakers
    }

    /// A probe of this round ended.
    mutating func ended(_ speaker: NodeID, _ outcome: Outcome) {
        underWay.remove(speaker)
        if outcome == .ok { acknowledged.insert(speaker) }
    }

    mutating func heard(_ speaker: NodeID, at listener: NodeID) {
        heard.insert(Pair(speaker: speaker, listener: listener))
    }

    /// Nothing is left to wait for in this round.
    func isComplete(there: Set<NodeID>) -> Bool { underWay.isEmpty && open(there: there).isEmpty }

    /// Something that was sent in this round may yet be heard.
    func mayBeHeard(there: Set<NodeID>) -> Bool {
        open(there: there).contains { underWay.contains($0.speaker) || acknowledged.contains($0.speaker) }
    }

    /// Nodes that have not heard everybody, or were not heard by everybody.
    func troubled(there: Set<NodeID>) -> Set<NodeID> {
        Set(open(there: there).flatMap { [$0.speaker, $0.listener] })
    }

    /// Clients are asked now whether they are there.
    mutating func ask() { judged = acknowledged }

    /// Ends a round; `alive` are nodes of which a client that was there all the time answered.
    mutating func end(alive: Set<NodeID>) {
        for pair in open(there: Set(audiences.keys))
        where judged.contains(pair.speaker) && alive.contains(pair.listener) {
            misses[pair, default: 0] += 1
        }
        underWay = []
    }

    /// Pairs of which it is not known whether one hears the other.
    private func open(there: Set<NodeID>) -> [Pair] {
        there.flatMap { speaker in
            there.compactMap { listener in
                let pair = Pair(speaker: speaker, listener: listener)
                guard audiences[speaker] == audiences[listener], !heard.contains(pair),
                    misses[pair, default: 0] < NodeDeafness.missesNeeded
                else { return nil }
                return pair
            }
        }
    }
}
