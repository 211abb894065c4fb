/// One violation with the place where it came about.
package struct LocatedFinding: Codable, Hashable, Sendable {
    package var finding: Finding
    /// Number of its ``Cause``.
    package var cause: Int
    package var hop: Hop
    /// `Redis -> n2`, `n1`, `n2 -> c7`.
    package var place: String
    /// The node at which it went wrong, or whose connection it was.
    package var node: NodeID?
    package var condition: String?
    package var evidence: Evidence
}
