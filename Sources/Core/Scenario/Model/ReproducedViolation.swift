/// A violation that a scenario is there to show.
package struct ReproducedViolation: Codable, Hashable, Sendable {
    package var violation: ViolationClass
    /// Exactly so many, where the scenario is sure of it.
    package var count: Int?
    /// Where it has to go wrong, as ``Cause/place`` says it: `r1 -> n2`; nil is anywhere.
    package var place: String?
    /// A part of the ``Cause/sentence`` or the ``Cause/signature`` that it has to have; nil is any.
    package var cause: String?

    package init(violation: ViolationClass, count: Int? = nil, place: String? = nil, cause: String? = nil) {
        self.violation = violation
        self.count = count
        self.place = place
        self.cause = cause
    }

    /// It has to be explained before it can be told whether it shows.
    package var needsCauses: Bool { place != nil || cause != nil }

    func matches(_ found: Cause) -> Bool {
        found.violation == violation && place.map { $0 == found.place } ?? true
            && cause.map { found.sentence.contains($0) || found.signature.contains($0) } ?? true
    }

    /// `lost at r1 -> n2`.
    var name: String {
        violation.rawValue + (place.map { " at \($0)" } ?? "") + (cause.map { " because of '\($0)'" } ?? "")
    }
}
