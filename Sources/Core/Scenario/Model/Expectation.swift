/// What a scenario claims of the system under test: its contract, and what it is known to break of it.
package struct Expectation: Codable, Hashable, Sendable {
    package var delivery: DeliveryContract
    package var order: OrderContract
    /// The order also covers messages of one publisher that were under way at the same time.
    package var pipelined: Bool
    /// Non-empty: the run reproduces a known defect, and is green only when every one of these shows and nothing else.
    package var reproduces: [ReproducedViolation]
    /// Where the defect was reported, for people.
    package var knownAs: String?
    /// The guard against empty runs: at least so many messages must have been acknowledged.
    package var acknowledgedAtLeast: Int

    package init(
        delivery: DeliveryContract = .exactlyOnce,
        order: OrderContract = .fifo,
        pipelined: Bool = false,
        reproduces: [ReproducedViolation] = [],
        knownAs: String? = nil,
        acknowledgedAtLeast: Int = 1
    ) {
        self.delivery = delivery
        self.order = order
        self.pipelined = pipelined
        self.reproduces = reproduces
        self.knownAs = knownAs
        self.acknowledgedAtLeast = acknowledgedAtLeast
    }
}

/// How often a message reaches each client that is entitled to it (DESIGN section 5).
package enum DeliveryContract: String, Codable, Hashable, Sendable, CaseIterable {
    /// Losses are allowed, copies are not.
    case atMostOnce = "at-most-once"
    /// Losses are allowed only where the client was told of the gap; copies are not.
    case gapSignalled = "gap-signalled"
    /// Copies are allowed, losses are not.
    case atLeastOnce = "at-least-once"
    case exactlyOnce = "exactly-once"
}

/// In which order each client sees the messages.
package enum OrderContract: String, Codable, Hashable, Sendable, CaseIterable {
    case none
    /// Messages of one publisher in the order in which they were sent.
    case fifo
}

/// A violation that a scenario is there to show.
package struct ReproducedViolation: Codable, Hashable, Sendable {
    package var violation: ViolationClass
    /// Exactly so many, where the scenario is sure of it.
    package var count: Int?

    package init(violation: ViolationClass, count: Int? = nil) {
        self.violation = violation
        self.count = count
    }
}
