/// What a publisher does when a publish was not acknowledged.
package enum RetryPolicy: String, Codable, Hashable, Sendable, CaseIterable {
    case never
    /// The same message again until it is acknowledged or traffic is given up.
    case untilAcknowledged = "until-acknowledged"
}
