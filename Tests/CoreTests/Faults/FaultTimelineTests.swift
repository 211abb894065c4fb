import Core
import Testing

@Suite struct FaultTimelineTests {
    private let freeze = RedisFreeze(downMilliseconds: 100)

    private func timeline(_ triggers: FaultTrigger..., seed: UInt64 = 1) -> FaultTimeline {
        FaultTimeline(faults: triggers.map { FaultSpec(trigger: $0, freeze) }, seed: seed)
    }

    private func counters(published: Int) -> FaultCounters {
        var counters = FaultCounters()
        counters.published = published
        return counters
    }

    @Test func atFiresOnceAtItsTime() {
        var timeline = timeline(.at(milliseconds: 500))
        #expect(timeline.nextDue == 500)
        #expect(timeline.due(atMilliseconds: 499, counters: FaultCounters()).isEmpty)
        #expect(timeline.due(atMilliseconds: 500, counters: FaultCounters()).map(\.fault) == [1])
        #expect(timeline.due(atMilliseconds: 900, counters: FaultCounters()).isEmpty)
        #expect(timeline.isFinished)
    }

    @Test func afterFiresWhenItsCountIsReached() {
        var timeline = timeline(.after(count: 10, of: .published))
        #expect(timeline.due(atMilliseconds: 0, counters: counters(published: 9)).isEmpty)
        #expect(timeline.neverFired == [1])
        #expect(timeline.due(atMilliseconds: 0, counters: counters(published: 12)).map(\.repetition) == [1])
        #expect(timeline.due(atMilliseconds: 0, counters: counters(published: 13)).isEmpty)
        #expect(timeline.neverFired.isEmpty)
    }

    @Test func afterCountsWhatItNames() {
        for event in FaultTrigger.CountedEvent.allCases {
            var timeline = timeline(.after(count: 3, of: event))
            var counters = FaultCounters()
            counters.published = event == .published ? 3 : 0
            counters.delivered = event == .delivered ? 3 : 0
            counters.connected = event == .connected ? 3 : 0
            counters.joined = event == .joined ? 3 : 0
            #expect(timeline.due(atMilliseconds: 0, counters: counters).count == 1)
        }
    }

    @Test func everyRepeatsUntilItsEnd() {
        var timeline = timeline(
            .every(milliseconds: 100, fromMilliseconds: 50, untilMilliseconds: 260, times: nil, jitterMilliseconds: 0)
        )
        var fired: [Int] = []
        for now in 0...1_000 {
            if !timeline.due(atMilliseconds: now, counters: FaultCounters()).isEmpty { fired.append(now) }
        }
        #expect(fired == [50, 150, 250])
        #expect(timeline.isFinished)
    }

    @Test func everyStopsAfterItsTimes() {
        var timeline = timeline(
            .every(milliseconds: 10, fromMilliseconds: 0, untilMilliseconds: nil, times: 3, jitterMilliseconds: 0)
        )
        #expect(timeline.due(atMilliseconds: 1_000, counters: FaultCounters()).map(\.repetition) == [1, 2, 3])
        #expect(timeline.isFinished)
    }

    @Test func everyWithoutAnEndStopsWithTraffic() {
        var timeline = timeline(
            .every(milliseconds: 10, fromMilliseconds: 0, untilMilliseconds: nil, times: nil, jitterMilliseconds: 0)
        )
        _ = timeline.due(atMilliseconds: 5, counters: FaultCounters())
        #expect(!timeline.isFinished)
        timeline.trafficEnded()
        #expect(timeline.isFinished)
    }

    @Test func jitterComesFromTheSeedAndDoesNotAddUp() {
        func times(_ seed: UInt64) -> [Int] {
            var timeline = timeline(
                .every(
                    milliseconds: 100,
                    fromMilliseconds: 0,
                    untilMilliseconds: nil,
                    times: 50,
                    jitterMilliseconds: 40
                ),
                seed: seed
            )
            var fired: [Int] = []
            while let due = timeline.nextDue {
                fired.append(due)
                _ = timeline.due(atMilliseconds: due, counters: FaultCounters())
            }
            return fired
        }
        #expect(times(7) == times(7))
        #expect(times(7) != times(8))
        for (index, time) in times(7).enumerated() { #expect((index * 100...index * 100 + 40).contains(time)) }
    }

    @Test func afterCanCountOneOfThem() {
        var timeline = timeline(.after(count: 2, of: .published, by: .publisher(PublisherID(2))))
        var counters = counters(published: 100)
        counters.ofSubjects = [.publisher(PublisherID(1)): 100, .client(ClientID(2)): 50]
        #expect(!timeline.isDue(counters))
        #expect(timeline.due(atMilliseconds: 0, counters: counters).isEmpty)
        counters.ofSubjects[.publisher(PublisherID(2))] = 2
        #expect(timeline.isDue(counters))
        #expect(timeline.due(atMilliseconds: 0, counters: counters).map(\.fault) == [1])
        #expect(timeline.isFinished)
    }

    @Test func whenFiresSoLongAfterTheNthSight() {
        var timeline = timeline(.when(.deaf(NodeID(2)), nth: 2, delayMilliseconds: 200))
        var counters = FaultCounters()
        counters.sights = [.deaf(NodeID(2)): 1, .deaf(NodeID(1)): 7]
        #expect(!timeline.isDue(counters))
        counters.sights[.deaf(NodeID(2))] = 2
        #expect(timeline.isDue(counters))
        #expect(timeline.due(atMilliseconds: 300, counters: counters).isEmpty)
        #expect(timeline.nextDue == 500)
        #expect(!timeline.isDue(counters))
        #expect(timeline.due(atMilliseconds: 499, counters: counters).isEmpty)
        #expect(timeline.due(atMilliseconds: 500, counters: counters).map(\.fault) == [1])
        #expect(timeline.isFinished)
    }

    @Test func hookFiresForTheFaultThatItBelongsTo() {
        let hook = LinkHook(LinkSelector(.node(NodeID(1)), .pub), .command("PUBLISH"), nth: 3)
        var timeline = timeline(.hook(hook), .hook(hook))
        var counters = FaultCounters()
        counters.hooked = [2]
        #expect(timeline.due(atMilliseconds: 0, counters: counters).map(\.fault) == [2])
        #expect(timeline.neverFired == [1])
    }

    @Test func whatWaitsIsGivenUpWhenTrafficIsOver() {
        var timeline = timeline(.when(.switchMaster, nth: 1, delayMilliseconds: 0))
        #expect(!timeline.isFinished)
        timeline.trafficEnded()
        #expect(timeline.isFinished)
        #expect(timeline.neverFired == [1])
    }

    @Test(
        arguments: [
            FaultTrigger.at(milliseconds: 100), .after(count: 1, of: .published),
            .when(.masterDown, nth: 1, delayMilliseconds: 50),
        ]
    )
    func repeatsSoLongAfterTheFormerOneWasOver(_ trigger: FaultTrigger) {
        let again = FaultRepeat(times: 3, pauseMilliseconds: 1_000)
        var timeline = FaultTimeline(faults: [FaultSpec(trigger: trigger, freeze, again: again)], seed: 1)
        var counters = counters(published: 5)
        counters.sights[.masterDown] = 1
        var fired: [Int] = []
        for now in stride(from: 100, through: 10_000, by: 50) {
            // Each lasts 500 ms.
            if let last = fired.last, now == last + 500 { counters.over[1] = fired.count }
            for occurrence in timeline.due(atMilliseconds: now, counters: counters) {
                fired.append(now)
                #expect(occurrence.repetition == fired.count)
            }
            if !fired.isEmpty, fired.count < 3 { #expect(!timeline.isFinished) }
        }
        let first = fired.first ?? 0
        #expect(fired == [first, first + 1_500, first + 3_000])
        #expect(timeline.isFinished)
    }

    /// What was asked for so many times is done so many times, though traffic was over sooner.
    @Test func repetitionsOutliveTraffic() {
        let again = FaultRepeat(times: 2, pauseMilliseconds: 10)
        var timeline = FaultTimeline(faults: [FaultSpec(trigger: .at(milliseconds: 0), freeze, again: again)], seed: 1)
        var counters = FaultCounters()
        #expect(timeline.due(atMilliseconds: 0, counters: counters).count == 1)
        timeline.trafficEnded()
        #expect(!timeline.isFinished)
        counters.over[1] = 1
        #expect(timeline.isDue(counters))
        #expect(timeline.due(atMilliseconds: 50, counters: counters).isEmpty)
        #expect(timeline.due(atMilliseconds: 60, counters: counters).map(\.repetition) == [2])
        #expect(timeline.isFinished)
    }
}
