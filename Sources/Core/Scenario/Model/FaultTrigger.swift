/// When a fault happens. Times count from the start of traffic.
package enum FaultTrigger: Hashable, Sendable {
    /// Once.
    case at(milliseconds: Int)
    /// Again and again, each time with a jitter drawn from the seed.
    case every(milliseconds: Int, fromMilliseconds: Int, untilMilliseconds: Int?, times: Int?, jitterMilliseconds: Int)
    /// Once, when a count is reached; `by` narrows it to one publisher, client or node.
    case after(count: Int, of: CountedEvent, by: CountedSubject? = nil)
    /// Once, so long after something was seen to happen for the nth time since traffic began.
    case when(RunSight, nth: Int, delayMilliseconds: Int)
    /// Once, when something passes a link; it is held there until the fault has taken effect.
    case hook(LinkHook)

    package enum CountedEvent: String, Hashable, Sendable, CaseIterable {
        case published, delivered, connected, joined
    }

    /// Whose count it is.
    package enum CountedSubject: Hashable, Sendable {
        /// `published`.
        case publisher(PublisherID)
        /// `delivered`.
        case client(ClientID)
        /// `connected`.
        case node(NodeID)
    }
}
