/// Whether a node counts as well: as in haproxy it takes a few failed checks in a row to fall, and a few good ones to rise.
package struct HealthTally: Hashable, Sendable {
    /// Failed checks in a row after which it is down.
    package static let fall = 2
    /// Good checks in a row after which it is up again.
    package static let rise = 1
    /// From one check to the next. Milliseconds.
    package static let intervalMilliseconds = 200
    /// How long an answer may take. Milliseconds.
    package static let timeoutMilliseconds = 1_000

    /// Believed to be well until shown otherwise.
    package private(set) var isUp = true
    /// Checks in a row that spoke against what it counts as.
    private var contrary = 0

    package init() {}

    /// True when it counts as something else from now on.
    package mutating func note(isWell: Bool) -> Bool {
        guard isWell != isUp else {
            contrary = 0
            return false
        }
        contrary += 1
        guard contrary >= (isUp ? Self.fall : Self.rise) else { return false }
        isUp.toggle()
        contrary = 0
        return true
    }
}
