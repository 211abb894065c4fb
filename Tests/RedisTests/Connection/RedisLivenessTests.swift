import NIOCore
import Redis
import Testing

@Suite struct RedisLivenessTests {
    private static func at(_ milliseconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .milliseconds(milliseconds) }

    private static func fresh() -> RedisLiveness {
        RedisLiveness(interval: .milliseconds(100), timeout: .milliseconds(30), now: at(0))
    }

    @Test func pingsAfterSilenceAndGivesUpWhenNothingFollows() {
        var liveness = Self.fresh()
        var step = liveness.check(now: Self.at(0))
        #expect(step.action == .nothing && step.next == Self.at(100))
        step = liveness.check(now: Self.at(100))
        #expect(step.action == .ping && step.next == Self.at(130))
        step = liveness.check(now: Self.at(129))
        #expect(step.action == .nothing && step.next == Self.at(130))
        #expect(liveness.check(now: Self.at(130)).action == .dead)
    }

    @Test func whateverArrivesIsASignOfLife() {
        var liveness = Self.fresh()
        _ = liveness.check(now: Self.at(100))
        liveness.received(now: Self.at(129))
        let step = liveness.check(now: Self.at(130))
        #expect(step.action == .nothing && step.next == Self.at(229))
        #expect(liveness.check(now: Self.at(229)).action == .ping)
    }

    @Test func aBusyConnectionIsNotPinged() {
        var liveness = Self.fresh()
        for time in stride(from: Int64(0), through: 10_000, by: 50) {
            liveness.received(now: Self.at(time))
            #expect(liveness.check(now: Self.at(time + 49)).action == .nothing)
        }
    }

    @Test func lookingLateStillLeavesTheAnswerItsTime() {
        var liveness = Self.fresh()
        let step = liveness.check(now: Self.at(5000))
        #expect(step.action == .ping && step.next == Self.at(5030))
    }
}
