package import Core

/// Colours text for a terminal, or leaves it as it is. The eight colours that every terminal has, so that the user's own
/// scheme decides how they look; every meaning is also said in words.
package struct Paint: Hashable, Sendable {
    package enum Tone: String, Hashable, Sendable {
        case good = "32"
        case bad = "1;31"
        case unsure = "33"
        /// A failure of a program rather than of the contract.
        case broken = "1;35"
        case strong = "1"
        case faint = "2"
    }

    package let isOn: Bool

    package init(isOn: Bool) {
        self.isOn = isOn
    }

    /// The text in a tone; nothing changes in its width.
    package func callAsFunction(_ text: String, _ tone: Tone?) -> String {
        guard isOn, let tone, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }

    /// The tone of a verdict.
    package static func tone(of outcome: RunOutcome) -> Tone {
        switch outcome {
        case .held, .reproduced: .good
        case .violated: .bad
        case .inconclusive, .interrupted, .environment, .unavailable, .refused: .unsure
        case .crashed, .bug: .broken
        }
    }
}
