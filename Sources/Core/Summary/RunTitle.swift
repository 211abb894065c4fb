/// What runs are called in every list of them.
package enum RunTitle {
    /// `smoke on signalr`, `redis-restart [five-times] on signalr, run 3`
    package static func of(
        _ scenario: String,
        variant: String?,
        backplane: BackplaneKind,
        repetition: Int? = nil
    ) -> String {
        let variant = variant.map { " [\($0)]" } ?? ""
        return "\(scenario)\(variant) on \(backplane.rawValue)" + (repetition.map { ", run \($0)" } ?? "")
    }
}
