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
    /// What was told is a class of its own, which `gap-signalled` allows: the window ends there, and what is missing behind the
    /// last sight of it is not owed. What is lost within a window was lost in silence, and `gap-signalled` forbids it as
    /// `exactly-once` does.
    package func forbids(_ violation: ViolationClass) -> Bool {
        switch violation {
        case .lost: delivery != .atMostOnce
        case .duplicated: delivery != .atLeastOnce
        case .outOfOrder: order != .none
        case .misrouted, .phantom, .aborted, .corrupted: true
        case .torn: atomic
        case .orderConflict: order == .total
        case .causality: order == .causal
        case .toldGap: delivery == .exactlyOnce || delivery == .atLeastOnce
        }
    }

    /// The classes that it forbids and `other` allows.
    package func promisesMore(than other: Contract) -> [ViolationClass] {
        ViolationClass.allCases.filter { forbids($0) && !other.forbids($0) }
    }
}
