/// What a system promises for a message: how often it comes, in which order, and whether to all or nobody (reference
/// harness-anchors, section 3.4).
package struct Contract: Codable, Hashable, Sendable {
    package var delivery: DeliveryContract
    package var order: OrderContract
    /// A message reaches all who are entitled to it, or nobody.
    package var atomic: Bool

    package init(delivery: DeliveryContract = .exactlyOnce, order: OrderContract = .fifo, atomic: Bool = false) {
        self.delivery = delivery
        self.order = order
        self.atomic = atomic
    }

    /// Whether it forbids findings of a class (docs/checker.md, "Contracts").
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

    /// The classes that it forbids and `other` allows.
    package func promisesMore(than other: Contract) -> [ViolationClass] {
        ViolationClass.allCases.filter { forbids($0) && !other.forbids($0) }
    }
}
