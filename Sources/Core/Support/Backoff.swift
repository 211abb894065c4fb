/// How long to wait before the next attempt: growing, capped, and spread by chance so that many who lost the same
/// server do not come back in step.
package struct Backoff: Sendable {
    /// The first wait.
    package let initial: Duration
    /// The longest wait, jitter included.
    package let cap: Duration
    /// Growth from one wait to the next.
    package let multiplier: Double
    /// Share of a wait that chance may add or take away, 0 to 1.
    package let jitter: Double
    private var generator: SeededGenerator
    /// Waits given since the last success.
    package private(set) var attempts = 0

    package init(
        initial: Duration = .milliseconds(20),
        cap: Duration = .seconds(1),
        multiplier: Double = 2,
        jitter: Double = 0.2,
        seed: UInt64 = 0
    ) {
        precondition(initial > .zero && cap >= initial, "backoff from \(initial) to \(cap) does not grow")
        precondition(multiplier >= 1 && (0...1).contains(jitter), "multiplier \(multiplier), jitter \(jitter)")
        self.initial = initial
        self.cap = cap
        self.multiplier = multiplier
        self.jitter = jitter
        generator = SeededGenerator(seed: seed, purpose: "backoff")
    }

    /// The wait before the next attempt.
    package mutating func next() -> Duration {
        var wait = initial
        // Stops at the cap, so that neither the loop nor the number can run away.
        for _ in 0..<attempts where wait < cap {
            wait = min(cap, wait * multiplier)
            if multiplier == 1 { break }
        }
        attempts += 1
        guard jitter > 0 else { return min(wait, cap) }
        let factor = Double.random(in: (1 - jitter)...(1 + jitter), using: &generator)
        return min(cap, wait * factor)
    }

    /// The attempt succeeded: the next failure starts over.
    package mutating func reset() {
        attempts = 0
    }
}
