/// What is counted per node, and who heard the probes of whom.
struct NodeLedger {
    private struct Pair: Hashable {
        var node: UInt32
        var client: Int
    }

    private let nodes: [NodeID]
    private let probes: [NodeProbe]
    private var clients: Set<Pair> = []
    private var counts: [UInt32: Int] = [:]
    private var delivered: [UInt32: Int] = [:]
    private var lost: [UInt32: Int] = [:]
    /// By node and node of the probe: clients that should have heard it and did, or did not.
    private var heard: [NodePair: Int] = [:]
    private var missed: [NodePair: Int] = [:]

    private struct NodePair: Hashable {
        var listener: UInt32
        var speaker: UInt32
    }

    init(manifest: RunManifest, probes: NodeProbes) {
        nodes = manifest.nodes
        self.probes = probes.all.filter { $0.endedAt < .max && $0.node > 0 }
    }

    mutating func connected(_ client: Int, to node: UInt32) {
        if clients.insert(Pair(node: node, client: client)).inserted { counts[node, default: 0] += 1 }
    }

    mutating func delivered(_ count: Int, on node: UInt32) {
        if count > 0 { delivered[node, default: 0] += count }
    }

    mutating func lost(on node: UInt32) { lost[node, default: 0] += 1 }

    /// A client was shown to be alive at a time, in a life that began at another.
    ///
    /// - Parameter nodeAt: where it was connected, last before a time.
    mutating func judge(
        _ client: ClientState,
        probes all: NodeProbes,
        nodeAt: (UInt64) -> UInt32
    ) {
        guard client.aliveAt > 0 else { return }
        let own = client.meter.heardProbes.map { all.all[$0] }
        for probe in probes {
            guard client.permanent.contains(probe.audience), client.lifeBegan <= probe.invokedAt,
                client.aliveAt >= probe.endedAt
            else { continue }
            let node = nodeAt(probe.invokedAt)
            // One that moved meanwhile tells of neither node.
            guard node > 0, node == nodeAt(client.aliveAt) else { continue }
            let pair = NodePair(listener: node, speaker: probe.node)
            if own.contains(where: { $0.client == probe.client && $0.sequence == probe.sequence }) {
                heard[pair, default: 0] += 1
            } else {
                missed[pair, default: 0] += 1
            }
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
                let pair = NodePair(listener: node.number, speaker: other.number)
                if heard[pair] != nil {
                    summary.hears.append(other)
                } else if missed[pair] != nil {
                    summary.misses.append(other)
                }
            }
            summary.deaf = Self.isDeaf(summary, isAlone: nodes.count == 1)
            return summary
        }
        number(&result)
        return result
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
