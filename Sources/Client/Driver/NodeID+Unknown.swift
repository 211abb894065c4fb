import Core

extension NodeID {
    /// Stands for a node that a balancer has chosen and not named; the record then has the number 0.
    static let unknown = NodeID(0)
}
