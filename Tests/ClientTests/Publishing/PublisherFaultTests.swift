import Core
import Testing

@testable import Client

private let second: UInt64 = 1_000_000_000

@Suite struct PublisherFaultTests {
    private func machine(count: Int? = nil, rate: Double? = 10, size: Int = 80) -> PublisherMachine {
        var machine = PublisherMachine(
            PublisherPlan(
                publisher: PublisherID(1),
                client: ClientID(1),
                audiences: [0],
                count: count,
                ratePerSecond: rate,
                size: size,
                window: 1_000,
                retry: .never
            ),
            run: RunID(1)
        )
        machine.start(now: 10 * second)
        return machine
    }

    /// What is sent at a time, and when the machine wants to be asked again.
    private func drive(
        _ machine: inout PublisherMachine,
        at now: UInt64
    ) -> (sent: [PublisherMachine.Attempt], next: UInt64?) {
        var sent: [PublisherMachine.Attempt] = []
        while true {
            switch machine.step(now: now, link: .connected) {
            case .attempt(let attempt): sent.append(attempt)
            case .wait(let time): return (sent, time)
            }
        }
    }

    @Test func aPauseMovesTheSchedule() {
        var machine = machine()
        #expect(drive(&machine, at: 10 * second).next == 10 * second + second / 10)
        machine.pause(1, now: 10 * second + second / 20)
        #expect(drive(&machine, at: 11 * second).sent.isEmpty)
        machine.pause(2, now: 11 * second)
        machine.resume(1, now: 12 * second)
        #expect(drive(&machine, at: 12 * second).sent.isEmpty)
        machine.resume(2, now: 13 * second + second / 20)
        #expect(drive(&machine, at: 13 * second + second / 20).next == 13 * second + second / 10)
    }

    @Test func anotherPaceHoldsFromNowOn() {
        var machine = machine()
        _ = drive(&machine, at: 10 * second)
        machine.pace(ratePerSecond: 2, size: 500, now: 11 * second)
        let (sent, next) = drive(&machine, at: 11 * second)
        #expect(sent.map(\.payload.count) == [500])
        #expect(next == 11 * second + second / 2)
        machine.endPace(now: 12 * second)
        #expect(drive(&machine, at: 12 * second).sent.map(\.payload.count) == [80])
        #expect(drive(&machine, at: 12 * second).next == 12 * second + second / 10)
    }

    @Test func aBurstIsOverWithItsLastOutcome() {
        var machine = machine(count: 1)
        _ = drive(&machine, at: 10 * second)
        machine.ended(1, outcome: .ok, link: .connected, now: 10 * second)
        #expect(machine.hasEnded(link: .connected))
        machine.burst(3, size: nil, audience: nil, fault: 7)
        #expect(!machine.hasEnded(link: .connected))
        #expect(drive(&machine, at: 11 * second).sent.map(\.sequence) == [2, 3, 4])
        for (sequence, outcome) in [(UInt32(2), Outcome.ok), (3, .fail), (4, .info)] {
            #expect(machine.takeEndedBursts().isEmpty)
            machine.ended(sequence, outcome: outcome, link: .connected, now: 11 * second)
        }
        let ended = machine.takeEndedBursts()
        #expect(ended.map(\.fault) == [7])
        #expect(ended.map(\.sent) == [3])
        #expect(machine.hasEnded(link: .connected))
    }

    @Test func aBurstToAnotherAudienceHasASentinelThereToo() {
        var machine = machine(count: 1)
        machine.burst(1, size: nil, audience: 3, fault: 7)
        for sent in drive(&machine, at: 10 * second).sent {
            machine.ended(sent.sequence, outcome: .ok, link: .connected, now: 10 * second)
        }
        machine.finish()
        #expect(drive(&machine, at: 10 * second).sent.map(\.audience) == [0, 3])
    }

    @Test func aBurstOfAClientThatIsGoneIsOver() {
        var machine = machine()
        machine.burst(3, size: nil, audience: nil, fault: 7)
        machine.linkIsGone()
        #expect(machine.takeEndedBursts().map(\.sent) == [0])
    }

    @Test func sentinelsStaySmall() {
        var machine = machine(count: 1, size: 100_000)
        #expect(drive(&machine, at: 10 * second).sent.map(\.payload.count) == [100_000])
        machine.ended(1, outcome: .ok, link: .connected, now: 10 * second)
        machine.finish()
        #expect(drive(&machine, at: 10 * second).sent.map(\.payload.count) == [PublisherMachine.sentinelBytesMax])
    }
}
