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
