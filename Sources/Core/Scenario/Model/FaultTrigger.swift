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
        /// Messages, each once.
        case published
        /// Messages that clients got, each client counted.
        case delivered
        /// Clients that are connected now.
        case connected
        /// Memberships in groups that are confirmed now.
        case joined
    }

    /// Whose count it is.
    package enum CountedSubject: Hashable, Sendable {
        /// Of what is published: `by p1`.
        case publisher(PublisherID)
        /// Of what is delivered: `to c3`.
        case client(ClientID)
        /// Of the connected: `to n2`.
        case node(NodeID)
        /// Of those that joined: `to group:red`.
        case group(String)
    }
}
