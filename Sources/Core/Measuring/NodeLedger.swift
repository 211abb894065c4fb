/// What is counted per node, and who heard the probes of whom.
struct NodeLedger {
    private struct Pair: Hashable {
        var node: UInt32
        var client: Int
    }

    /// A probe, by its place, at a node.
    private struct Hearing: Hashable {
        var node: UInt32
        var probe: Int
    }

    private let nodes: [NodeID]
    /// Those that have to be judged, with their applications; nil where that was not told.
    private let atEnd: [NodeID: String?]?
    private let probes: NodeProbes
    /// By the node that they were sent from, the places of those that were acknowledged, in the order in which they were sent.
    private let sent: [UInt32: [Int]]
    private var clients: Set<Pair> = []
    private var counts: [UInt32: Int] = [:]
    private var delivered: [UInt32: Int] = [:]
    private var lost: [UInt32: Int] = [:]
    /// Nodes at which somebody got a probe, or was there and did not.
    private var heard: Set<Hearing> = []
    private var missed: Set<Hearing> = []

    init(manifest: RunManifest, probes: NodeProbes) {
        nodes = manifest.nodes
        atEnd = manifest.nodesAtEnd.map { told in
            Dictionary(told.map { ($0.node, $0.app) }) { first, _ in first }
        }
        self.probes = probes
        let acknowledged = probes.all.indices.filter { probes.all[$0].endedAt < .max && probes.all[$0].node > 0 }
        sent = Dictionary(grouping: acknowledged) { probes.all[$0].node }
            .mapValues { $0.sorted { (probes.all[$0].invokedAt, $0) < (probes.all[$1].invokedAt, $1) } }
        for stay in probes.stays {
            for place in acknowledged where areCompany(stay.node, probes.all[place].node) {
                let (probe, hearing) = (probes.all[place], Hearing(node: stay.node, probe: place))
                if stay.heard.contains(place) {
                    heard.insert(hearing)
                } else if stay.from <= probe.invokedAt, stay.aliveAt >= probe.endedAt {
                    missed.insert(hearing)
                }
            }
        }
    }

    /// Both served at the end, one application.
    private func areCompany(_ left: UInt32, _ right: UInt32) -> Bool {
        guard let left = atEnd?[NodeID(left)], let right = atEnd?[NodeID(right)] else { return false }
        return left == right
    }

    mutating func connected(_ client: Int, to node: UInt32) {
        if clients.insert(Pair(node: node, client: client)).inserted { counts[node, default: 0] += 1 }
    }

    mutating func delivered(_ count: Int, on node: UInt32) {
        if count > 0 { delivered[node, default: 0] += count }
    }

    mutating func lost(on node: UInt32) { lost[node, default: 0] += 1 }

    /// A client of the run was shown to be alive at a time, in a life that began at another: it listened besides the probe
    /// clients.
    ///
    /// - Parameter nodeAt: where it was connected, last before a time.
    mutating func judge(_ client: ClientState, nodeAt: (UInt64) -> UInt32) {
        guard client.aliveAt > 0 else { return }
        for place in sent.values.joined() {
            let probe = probes.all[place]
            guard client.permanent.contains(probe.audience), client.lifeBegan <= probe.invokedAt,
                client.aliveAt >= probe.endedAt
            else { continue }
            let node = nodeAt(probe.invokedAt)
            // One that moved meanwhile tells of neither node.
            guard node > 0, node == nodeAt(client.aliveAt) else { continue }
            let hearing = Hearing(node: node, probe: place)
            if client.meter.heardProbes.contains(place) { heard.insert(hearing) } else { missed.insert(hearing) }
        }
    }

    /// In the order of the manifest.
    func summaries() -> [NodeSummary] {
        var result = nodes.map { node in
            var summary = NodeSummary(node: node)
            summary.clients = counts[node.number] ?? 0
            summary.delivered = delivered[node.number] ?? 0
            summary.lost = lost[node.number] ?? 0
            for other in nodes {
                let (wasHeard, misses) = attempts(from: other, at: node)
                if wasHeard {
                    summary.hears.append(other)
                } else if misses >= NodeDeafness.missesNeeded {
                    summary.misses.append(other)
                }
            }
            summary.deaf = Self.isDeaf(summary, isAlone: isAlone(node))
            return summary
        }
        number(&result)
        return result
    }

    /// Whether one of the probes of a node was heard at another, and how many were missed there.
    private func attempts(from speaker: NodeID, at listener: NodeID) -> (wasHeard: Bool, misses: Int) {
        var misses = 0
        for place in sent[speaker.number] ?? [] {
            let hearing = Hearing(node: listener.number, probe: place)
            if heard.contains(hearing) { return (true, misses) }
            if missed.contains(hearing) { misses += 1 }
        }
        return (false, misses)
    }

    /// Nodes of other applications are no company, nor are those that were down at the end.
    private func isAlone(_ node: NodeID) -> Bool {
        guard let atEnd else { return nodes.count == 1 }
        guard let app = atEnd[node] else { return false }
        return !atEnd.contains { $0.key != node && $0.value == app }
    }

    /// A node that is alone hears itself; of any other that says nothing.
    private static func isDeaf(_ summary: NodeSummary, isAlone: Bool) -> Bool? {
        let others = (
            hears: summary.hears.filter { $0 != summary.node }, misses: summary.misses.filter { $0 != summary.node }
        )
        if !others.hears.isEmpty { return false }
        if !others.misses.isEmpty { return true }
        if !summary.hears.isEmpty { return isAlone ? false : nil }
        return summary.misses.isEmpty ? nil : true
    }
}

// What could not be judged.
extension NodeLedger {
    /// Nodes that served at the end and of which nobody can say whether they are deaf, with the reason.
    func unjudged(_ summaries: [NodeSummary]) -> [(node: NodeID, why: String)] {
        guard let atEnd else { return [] }
        return summaries.filter { $0.deaf == nil && atEnd.keys.contains($0.node) }
            .map { ($0.node, why($0.node, among: atEnd)) }
    }

    private func why(_ node: NodeID, among atEnd: [NodeID: String?]) -> String {
        let alone = isAlone(node)
        let speakers = nodes.filter { other in
            (alone ? other == node : other != node && atEnd[other] == atEnd[node]) && sent[other.number] != nil
        }
        guard !speakers.isEmpty else {
            return alone ? "it acknowledged no probe" : "no other node acknowledged a probe"
        }
        let most = speakers.map { attempts(from: $0, at: node).misses }.max() ?? 0
        if most > 0 {
            return "its clients missed \(most) in a row of another node's probes, and only "
                + "\(NodeDeafness.missesNeeded) would show it"
        }
        if !probes.stays.contains(where: { $0.node == node.number }) { return "no probe client could connect to it" }
        return "no client on it was shown to have listened for a probe"
    }
}

// Islands.
extension NodeLedger {
    /// Two nodes are on one island unless one was seen not to hear the other.
    private func number(_ summaries: inout [NodeSummary]) {
        var next = 0
        for start in summaries.indices where summaries[start].island == nil && summaries[start].deaf != nil {
            next += 1
            summaries[start].island = next
            var rest = [start]
            while let here = rest.popLast() {
                for there in summaries.indices
                where summaries[there].island == nil && Self.areJoined(summaries[here], summaries[there]) {
                    summaries[there].island = next
                    rest.append(there)
                }
            }
        }
    }

    private static func areJoined(_ left: NodeSummary, _ right: NodeSummary) -> Bool {
        guard left.deaf != nil, right.deaf != nil else { return false }
        if left.misses.contains(right.node) || right.misses.contains(left.node) { return false }
        return left.hears.contains(right.node) || right.hears.contains(left.node)
    }
}
