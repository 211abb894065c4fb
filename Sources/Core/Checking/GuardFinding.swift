/// One guard that was not satisfied.
package struct GuardFinding: Codable, Hashable, Sendable {
    package var kind: GuardKind
    /// One sentence for people.
    package var reason: String
    /// Who or what, at most ``subjectsMax`` of them.
    package var subjects: [String]
    /// How many there are.
    package var count: Int

    package static let subjectsMax = 8
}
