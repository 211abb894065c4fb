/// Where a violation came about, and why, as far as it is on record: what violations are grouped by.
struct HopPlace: Hashable {
    var hop: Hop
    /// The node at which it went wrong, or whose connection it was; 0 is unknown.
    var node: UInt32
    var condition: HopCondition?
    var evidence: Evidence

    init(_ hop: Hop, _ node: UInt32 = 0, _ condition: HopCondition? = nil, _ evidence: Evidence = .hops) {
        self.hop = hop
        self.node = node
        self.condition = condition
        self.evidence = evidence
    }

    /// Nothing on record tells.
    static func unknown(_ node: UInt32, _ condition: HopCondition?, _ evidence: Evidence = .hops) -> HopPlace {
        HopPlace(.unknown, node, condition, evidence)
    }
}
