/// What a client can meet that is not exactly once, whatever its contract says of it.
package enum Lapse: String, Codable, Hashable, Sendable, CaseIterable, CodingKeyRepresentable {
    case lost
    case duplicated
    case toldGap = "told-gap"
    /// A life that follows one which no fault closed in good order: what was sent between the two is owed to neither.
    case newLife = "new-life"
}
