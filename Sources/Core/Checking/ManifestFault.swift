/// A fault of the scenario: its number in the histories, and how it is called in reports.
package struct ManifestFault: Codable, Hashable, Sendable {
    /// From 1.
    package var number: Int
    /// For example `redis.restart`.
    package var name: String
    /// For example `n2`.
    package var target: String
    /// It is over when it was seen, and nothing of it heals; nil is no.
    package var isMomentary: Bool?

    package init(number: Int, name: String, target: String, isMomentary: Bool? = nil) {
        self.number = number
        self.name = name
        self.target = target
        self.isMomentary = isMomentary
    }
}
