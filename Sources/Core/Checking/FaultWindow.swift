/// One repetition of a fault, as recorded. Times that are nil did not happen.
package struct FaultWindow: Codable, Hashable, Sendable {
    package var number: Int
    package var repetition: Int
    package var name: String
    package var target: String
    /// It was over when it was seen; nil is no.
    package var isMomentary: Bool?
    package var invokedAt: UInt64?
    package var observedAt: UInt64?
    package var healInvokedAt: UInt64?
    package var healedAt: UInt64?
    /// Why it could not be shown to have taken effect.
    package var failure: String?

    /// From when it was asked for until nothing of it was left: a momentary one was over when it was seen, any other when it
    /// was seen to heal. What was never seen to be over ends at `UInt64.max`. Nil for what never took effect.
    package var extent: ClosedRange<UInt64>? {
        guard observedAt != nil || failure == nil, let begin = invokedAt ?? observedAt else { return nil }
        let end = isMomentary == true ? observedAt : healedAt
        return begin...max(begin, end ?? .max)
    }
}
