/// One bound that `expect` states, and what was measured.
package struct BoundFinding: Codable, Hashable, Sendable {
    package var name: BoundName
    /// In ``unit``.
    package var limit: Double
    /// Nil where nothing could be measured, which makes the run inconclusive.
    package var measured: Double?
    /// `ms`, `/s`, `%`, `bytes`, or empty for a count.
    package var unit: String
    /// Nil where it could not be judged.
    package var holds: Bool?
    /// Who was worst, for people: `c7 after fault 1 (redis.restart)`.
    package var subject: String?

    package init(
        name: BoundName,
        limit: Double,
        measured: Double?,
        unit: String,
        holds: Bool?,
        subject: String? = nil
    ) {
        self.name = name
        self.limit = limit
        self.measured = measured
        self.unit = unit
        self.holds = holds
        self.subject = subject
    }
}
