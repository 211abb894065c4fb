extension Expectation {
    /// Whether the contract forbids findings of a class (docs/checker.md, "Contracts").
    ///
    /// A gap within one life is never told to the client, so `gap-signalled` forbids it as `exactly-once` does: a loss
    /// across lives is announced by the fresh connection and is not counted as lost at all.
    package func forbids(_ violation: ViolationClass) -> Bool {
        switch violation {
        case .lost: delivery != .atMostOnce
        case .duplicated: delivery != .atLeastOnce
        case .outOfOrder: order != .none
        case .misrouted, .phantom, .aborted, .corrupted: true
        case .torn: atomic
        case .orderConflict: order == .total
        case .causality: order == .causal
        }
    }
}
