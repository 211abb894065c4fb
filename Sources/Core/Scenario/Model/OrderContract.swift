/// In which order each client sees the messages.
package enum OrderContract: String, Codable, Hashable, Sendable, CaseIterable {
    case none
    /// Messages of one publisher in the order in which they were sent.
    case fifo
    /// As `fifo`, and what clients see they see in orders that can be merged into one.
    case total
    /// As `fifo`, and nothing is seen before what its publisher had seen when it published.
    case causal
}
