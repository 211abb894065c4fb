/// A publish was not acknowledged: why, and whether it may nevertheless have taken effect.
struct PublishError: Error, Hashable, Sendable {
    /// One or two sentences for the caller.
    var message: String
    /// It surely had no effect.
    var isDefinite: Bool

    init(_ message: String, isDefinite: Bool) {
        self.message = message
        self.isDefinite = isDefinite
    }
}

extension PublishError: CustomStringConvertible {
    var description: String { message }
}
