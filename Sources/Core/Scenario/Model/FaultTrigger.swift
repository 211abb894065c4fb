/// When a fault happens. Times count from the start of traffic.
package enum FaultTrigger: Codable, Hashable, Sendable {
    /// Once.
    case at(milliseconds: Int)
    /// Again and again, each time with a jitter drawn from the seed.
    case every(milliseconds: Int, fromMilliseconds: Int, untilMilliseconds: Int?, times: Int?, jitterMilliseconds: Int)
    /// Once, when a count is reached.
    case after(count: Int, of: CountedEvent)

    package enum CountedEvent: String, Codable, Hashable, Sendable, CaseIterable {
        case published, delivered, connected, joined
    }
}
