/// What becomes of the connections of a link when it heals: the key `heal`.
package enum LinkHealing: String, Hashable, Sendable, CaseIterable {
    /// They go on where they were: nothing is lost.
    case alive
    /// They are ended with RST.
    case reset
}
