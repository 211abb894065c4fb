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
}
