/// What was found of one class.
package struct ClassReport: Codable, Hashable, Sendable {
    package var violation: ViolationClass
    package var count: Int
    /// Of these, how many the contract of `during-faults` allows.
    package var excused: Int
    /// The contract of the scenario forbids it; where it was found, forbids at least one that was.
    package var breaksContract: Bool
    /// The earliest.
    package var first: Finding?
    /// The one with the greatest ``Finding/magnitude``.
    package var worst: Finding?
    /// The earliest, at most ``FindingLog/examplesMax``.
    package var examples: [Finding]

    /// How many the contract does not allow.
    package var forbidden: Int { count - excused }

    package init(
        violation: ViolationClass,
        count: Int = 0,
        excused: Int = 0,
        breaksContract: Bool,
        first: Finding? = nil,
        worst: Finding? = nil,
        examples: [Finding] = []
    ) {
        self.violation = violation
        self.count = count
        self.excused = excused
        self.breaksContract = breaksContract
        self.first = first
        self.worst = worst
        self.examples = examples
    }
}
