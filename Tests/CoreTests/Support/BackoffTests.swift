import Core
import Testing

@Suite struct BackoffTests {
    @Test func growsByItsMultiplierUpToTheCap() {
        var backoff = Backoff(initial: .milliseconds(10), cap: .milliseconds(70), multiplier: 2, jitter: 0)
        let waits = (0..<6).map { _ in backoff.next() }
        #expect(waits == [10, 20, 40, 70, 70, 70].map { Duration.milliseconds($0) })
    }

    @Test func startsOverAfterASuccess() {
        var backoff = Backoff(initial: .milliseconds(10), cap: .seconds(1), multiplier: 3, jitter: 0)
        _ = backoff.next()
        #expect(backoff.next() == .milliseconds(30))
        backoff.reset()
        #expect(backoff.attempts == 0)
        #expect(backoff.next() == .milliseconds(10))
    }

    @Test func jitterSpreadsWithinItsShareAndNeverAboveTheCap() {
        var backoff = Backoff(initial: .milliseconds(100), cap: .milliseconds(110), multiplier: 1, jitter: 0.5, seed: 3)
        let waits = (0..<1000).map { _ in backoff.next() }
        #expect(waits.allSatisfy { $0 >= .milliseconds(50) && $0 <= .milliseconds(110) })
        #expect(Set(waits).count > 100)
        #expect(waits.contains { $0 < .milliseconds(60) })
        #expect(waits.contains { $0 == .milliseconds(110) })
    }

    @Test func theSameSeedGivesTheSameWaits() {
        var one = Backoff(seed: 9)
        var same = Backoff(seed: 9)
        var other = Backoff(seed: 10)
        let waits = (0..<20).map { _ in one.next() }
        #expect(waits == (0..<20).map { _ in same.next() })
        #expect(waits != (0..<20).map { _ in other.next() })
    }

    @Test func staysAtTheCapForEver() {
        var backoff = Backoff(initial: .nanoseconds(1), cap: .seconds(1), multiplier: 10, jitter: 0)
        for _ in 0..<10_000 { _ = backoff.next() }
        #expect(backoff.next() == .seconds(1))
        #expect(backoff.attempts == 10_001)
    }

    @Test func aMultiplierOfOneStaysWhereItBegan() {
        var backoff = Backoff(initial: .milliseconds(5), cap: .seconds(1), multiplier: 1, jitter: 0)
        for _ in 0..<100 { #expect(backoff.next() == .milliseconds(5)) }
    }
}
