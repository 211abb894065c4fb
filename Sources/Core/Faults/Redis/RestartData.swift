/// What becomes of the data of a Redis that is started again.
package enum RestartData: String, Hashable, Sendable, CaseIterable {
    case keep, wipe
}
