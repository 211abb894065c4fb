/// One entry of a scenario that its run did not live up to, and where it stands in the file.
package struct Shortfall: Codable, Hashable, Sendable {
    package enum Severity: String, Codable, Hashable, Sendable, CaseIterable {
        /// It is shown to be broken, or the run could not be made.
        case error
        /// Nothing can be said about it.
        case warning
    }

    /// The dotted path: `expect.delivery`, `expect.reproduces.0`, `faults.2`; `scenario` where no entry is to blame.
    package var key: String
    package var line: Int
    package var column: Int
    package var severity: Severity
    /// The class that broke it, where it is one.
    package var violation: ViolationClass?
    /// One sentence.
    package var message: String

    package init(
        _ key: String,
        at place: ScenarioPlace,
        _ severity: Severity,
        violation: ViolationClass? = nil,
        _ message: String
    ) {
        self.key = key
        line = place.line
        column = place.column
        self.severity = severity
        self.violation = violation
        self.message = message
    }
}
