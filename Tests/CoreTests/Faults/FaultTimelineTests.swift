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
}
