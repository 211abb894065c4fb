/// What was found of one class.
package struct ClassReport: Codable, Hashable, Sendable {
    package var violation: ViolationClass
    package var count: Int
    /// The contract of the scenario forbids it.
    package var breaksContract: Bool
    /// The earliest.
    package var first: Finding?
    /// The one with the greatest ``Finding/magnitude``.
    package var worst: Finding?
    /// The earliest, at most ``FindingLog/examplesMax``.
    package var examples: [Finding]

    package init(
        violation: ViolationClass,
        count: Int = 0,
        breaksContract: Bool,
        first: Finding? = nil,
        worst: Finding? = nil,
        examples: [Finding] = []
    ) {
        self.violation = violation
        self.count = count
        self.breaksContract = breaksContract
        self.first = first
        self.worst = worst
        self.examples = examples
    }
}
