/// The three things that can be said of a run.
package enum VerdictWord: String, Codable, Hashable, Sendable, CaseIterable {
    /// Every contract held and the guards were satisfied.
    case held
    /// A contract was broken; this stands whatever else could not be judged.
    case violated
    /// Nothing was broken as far as could be judged, and that was not far enough.
    case inconclusive
}
