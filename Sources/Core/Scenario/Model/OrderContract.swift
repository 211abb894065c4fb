/// In which order each client sees the messages.
package enum OrderContract: String, Codable, Hashable, Sendable, CaseIterable {
    case none
    /// Messages of one publisher in the order in which they were sent.
    case fifo
}
