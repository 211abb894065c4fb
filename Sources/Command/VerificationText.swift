import Core
import Orchestrator

/// What is said of a stored run that was judged again.
struct VerificationText {
    private let verification: Verification
    private let isWritten: Bool

    init(_ verification: Verification, isWritten: Bool) {
        self.verification = verification
        self.isWritten = isWritten
    }

    /// Differences that are listed; a verdict of another version may have thousands.
    private static let placesMax = 10

    var text: String {
        let verdict = verification.verdict
        var lines = ["\(verification.run.path): \(word.uppercased()), \(comparison)"]
        lines += (verdict.reasons + verification.reasons).flatMap { $0.split(separator: "\n").map { "    \($0)" } }
        lines += differences.map { "    " + $0 }
        return lines.joined(separator: "\n")
    }

    private var word: String {
        switch verification.exitCode {
        case .held: verification.verdict.judgedByReproduction ? "reproduced" : "held"
        case .violated: "violated"
        case .systemFailed: "crashed"
        case .interrupted: "interrupted"
        case .environment: "environment"
        case .unavailable: "unavailable"
        default: "inconclusive"
        }
    }

    private var comparison: String {
        let after = isWritten ? ", and was replaced" : ""
        return switch verification.stored {
        case .same: "as stored"
        case .missing: "and no verdict was stored" + (isWritten ? " before" : "")
        case .different(let places) where places.isEmpty: "and the stored verdict.json has another form" + after
        case .different(let places):
            "and the stored verdict differs in \(places.count) \(places.count == 1 ? "place" : "places")" + after
        }
    }

    private var differences: [String] {
        guard case .different(let places) = verification.stored else { return [] }
        var lines = places.prefix(Self.placesMax).map { place in
            "\(place.path): stored \(place.old ?? "nothing"), now \(place.new ?? "nothing")"
        }
        if places.count > Self.placesMax { lines.append("and \(places.count - Self.placesMax) more") }
        return lines
    }
}
