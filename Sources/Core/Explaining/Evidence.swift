/// What an explanation rests on (reference harness-anchors, section 4.1), from the weakest to the strongest.
package enum Evidence: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
    /// Who missed it and who did not: a hypothesis, and all there is for a server that records nothing.
    case shape
    /// What Redis carried, as the witness saw it, and what links saw pass.
    case witness
    /// The records of the nodes themselves.
    case hops

    package static func < (left: Evidence, right: Evidence) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}
