import Core
import Testing

@testable import Client

private let second: UInt64 = 1_000_000_000

/// Drives a machine and keeps what it attempted.
private struct Bench {
    var machine: PublisherMachine
    var now: UInt64 = 10 * second
    var link = PublisherMachine.Link.connected
    var attempts: [PublisherMachine.Attempt] = []
    /// When the machine wants to be asked again.
    var wait: UInt64?

    init(
        audiences: [AudienceNumber] = [0],
        count: Int? = nil,
        rate: Double? = nil,
        window: Int = 4,
        retry: RetryPolicy = .never
    ) {
        machine = PublisherMachine(
            PublisherPlan(
                publisher: PublisherID(3),
                client: ClientID(1),
                audiences: audiences,
                count: count,
                ratePerSecond: rate,
                size: 80,
                window: window,
                retry: retry
            ),
            run: RunID(9)
        )
        machine.start(now: now)
    }

    /// Takes every step that is due. Without a connection each attempt fails at once, as the fleet does it.
    @discardableResult
    mutating func drive() -> [UInt32] {
        var sequences: [UInt32] = []
        for _ in 0..<100_000 {
            switch machine.step(now: now, link: link) {
            case .attempt(let attempt):
                attempts.append(attempt)
                sequences.append(attempt.sequence)
                if link != .connected { machine.ended(attempt.sequence, outcome: .fail, link: link, now: now) }
            case .wait(let time):
                wait = time
                return sequences
            }
        }
        Issue.record("the machine spins")
        return sequences
    }

    mutating func end(_ sequence: UInt32, _ outcome: Outcome) {
        machine.ended(sequence, outcome: outcome, link: link, now: now)
    }
}

@Suite struct PublisherScheduleTests {
    @Test func spacesMessagesEvenly() {
        var bench = Bench(rate: 4, window: 100)
        var times: [UInt64] = []
        for _ in 0..<5 {
            for _ in bench.drive() { times.append(bench.now - 10 * second) }
            if let wait = bench.wait { bench.now = wait }
        }
        #expect(times == [0, second / 4, second / 2, second * 3 / 4, second])
    }

    @Test func catchesUpWithWhatIsDue() {
        var bench = Bench(rate: 10, window: 100)
        bench.now += second
        #expect(bench.drive().count == 11)
    }

    @Test func keepsToItsWindow() {
        var bench = Bench(window: 3)
        #expect(bench.drive() == [1, 2, 3])
        #expect(bench.wait == nil)
        bench.end(2, .ok)
        #expect(bench.drive() == [4])
    }

    @Test func goesThroughItsAudiencesInTurn() {
        var bench = Bench(audiences: [5, 7], count: 4)
        bench.drive()
        #expect(bench.attempts.map(\.audience) == [5, 7, 5, 7])
    }

    @Test func startsAfterItsDelay() {
        var bench = Bench()
        var plan = bench.machine.plan
        plan.delayMilliseconds = 500
        bench.machine = PublisherMachine(plan, run: RunID(9))
        bench.machine.start(now: bench.now)
        #expect(bench.drive() == [])
        #expect(bench.wait == bench.now + second / 2)
    }

    @Test func endsWithItsCount() {
        var bench = Bench(count: 2)
        #expect(bench.drive() == [1, 2])
        bench.end(1, .ok)
        #expect(!bench.machine.hasEnded(link: .connected))
        bench.end(2, .info)
        #expect(bench.machine.hasEnded(link: .connected))
        #expect(bench.drive() == [])
        #expect(bench.machine.acknowledged == 1)
        #expect(bench.machine.unknown == 1)
    }

    @Test func theSameMessageIsTheSameBytes() {
        var bench = Bench(retry: .untilAcknowledged)
        bench.drive()
        bench.end(1, .info)
        bench.now += second
        bench.drive()
        let attempts = bench.attempts.filter { $0.sequence == 1 }
        #expect(attempts.map(\.number) == [1, 2])
        #expect(attempts[0].payload == attempts[1].payload)
        #expect(attempts[0].payload.count == 80)
    }
}

@Suite struct PublisherOutageTests {
    @Test func withARateFailuresKeepTheSchedule() {
        var bench = Bench(rate: 100, window: 2)
        bench.link = .away
        bench.now += second / 10
        #expect(bench.drive().count == 11)
        #expect(bench.machine.failed == 11)
        #expect(bench.wait != nil)
    }

    @Test func withARateFailuresAreBounded() {
        var bench = Bench(rate: 100_000, window: 2)
        bench.link = .away
        bench.now += second
        #expect(bench.drive().count == PublisherMachine.failuresPerOutageMax)
        #expect(bench.wait == nil)
        bench.link = .connected
        bench.now += second
        // No burst of what was due meanwhile.
        #expect(bench.drive().count == 1)
    }

    @Test func withoutARateItWaitsForTheConnection() {
        var bench = Bench()
        bench.link = .away
        #expect(bench.drive() == [])
        #expect(bench.wait == nil)
        bench.link = .connected
        #expect(bench.drive() == [1, 2, 3, 4])
    }

    @Test func retriesInOrderOnceConnected() {
        var bench = Bench(rate: 1_000, window: 3, retry: .untilAcknowledged)
        bench.now += second
        #expect(bench.drive() == [1, 2, 3])
        bench.link = .away
        for sequence: UInt32 in [3, 1, 2] { bench.end(sequence, .info) }
        #expect(bench.drive() == [])
        bench.link = .connected
        #expect(bench.drive() == [1, 2, 3])
        for sequence: UInt32 in 1...3 { bench.end(sequence, .ok) }
        #expect(bench.machine.acknowledged == 3)
        #expect(bench.machine.unknown == 0)
        #expect(bench.drive() == [4, 5, 6])
    }

    @Test func pausesAfterAFailureOnAWorkingConnection() {
        var bench = Bench(count: 1, retry: .untilAcknowledged)
        bench.drive()
        bench.end(1, .fail)
        #expect(bench.drive() == [])
        #expect(bench.wait == bench.now + PublisherMachine.retryPause)
        bench.now += PublisherMachine.retryPause
        #expect(bench.drive() == [1])
        bench.end(1, .ok)
        #expect(bench.machine.acknowledged == 1)
        #expect(bench.machine.hasEnded(link: .connected))
    }

    @Test func endsWithAClientThatIsGone() {
        var bench = Bench(count: 10, retry: .untilAcknowledged)
        bench.drive()
        bench.link = .away
        for sequence: UInt32 in 1...4 { bench.end(sequence, sequence == 1 ? .info : .fail) }
        bench.link = .gone
        bench.machine.linkIsGone()
        #expect(bench.machine.hasEnded(link: .gone))
        #expect(bench.machine.unknown == 1)
        #expect(bench.machine.failed == 3)
        bench.machine.finish()
        #expect(bench.drive() == [5])
        #expect(bench.machine.sentinels.map(\.outcome) == [.fail])
        #expect(bench.machine.stage == .done)
    }
}

@Suite struct PublisherFinishTests {
    @Test func sentinelsFollowWhenEverythingHasEnded() {
        var bench = Bench(audiences: [0, 1, 2], window: 2)
        bench.drive()
        bench.machine.finish()
        #expect(bench.drive() == [])
        bench.end(1, .ok)
        bench.end(2, .info)
        #expect(bench.drive() == [3, 4, 5])
        let sentinels = bench.attempts.suffix(3)
        #expect(sentinels.map(\.isSentinel) == [true, true, true])
        #expect(sentinels.map(\.audience) == [0, 1, 2])
        bench.end(4, .fail)
        for sequence: UInt32 in [3, 5] { bench.end(sequence, .ok) }
        bench.now += second
        #expect(bench.drive() == [4])
        bench.end(4, .ok)
        #expect(bench.drive() == [])
        #expect(bench.machine.stage == .done)
        #expect(bench.machine.sentinels.map(\.sequence) == [3, 5, 4])
        #expect(bench.machine.sentinels.map(\.outcome) == [.ok, .ok, .ok])
        #expect(bench.machine.sentinels.last?.invokedAt == bench.now)
    }

    @Test func aPublisherThatNeverStartedSendsItsSentinel() {
        var bench = Bench()
        bench.machine = PublisherMachine(bench.machine.plan, run: RunID(9))
        bench.machine.finish()
        #expect(bench.drive() == [1])
    }

    @Test func givingUpLeavesNothingOpen() {
        var bench = Bench(audiences: [0, 1], window: 2, retry: .untilAcknowledged)
        bench.drive()
        bench.machine.finish()
        bench.end(1, .fail)
        #expect(bench.machine.giveUp().map(\.sequence) == [2])
        #expect(bench.machine.failed == 1)
        #expect(bench.machine.unknown == 1)
        var unsent: [AudienceNumber] = []
        while let attempt = bench.machine.unsentSentinel(now: bench.now) {
            unsent.append(attempt.audience)
            bench.machine.ended(attempt.sequence, outcome: .fail, link: .gone, now: bench.now)
        }
        #expect(unsent == [0, 1])
        #expect(bench.machine.stage == .done)
        #expect(bench.machine.sentinels.map(\.outcome) == [.fail, .fail])
        // A late answer changes nothing.
        bench.end(2, .ok)
        #expect(bench.machine.acknowledged == 0)
    }
}
