import Core
import Testing

@Suite struct TimelinePassTests {
    private static let begin: UInt64 = 5_000_000_000

    private func timeline(_ histories: [HistoryRecord]...) -> RunTimeline {
        var pass = TimelinePass(begin: Self.begin, clients: 8)
        for records in histories {
            let header = HistoryHeader(role: .client, process: 1, run: RunID(1), clockDomain: 1, openedAt: 1)
            _ = HistoryBytes(name: "h", header: header, records: records).read(of: nil) { pass.take($0) }
        }
        return pass.timeline()
    }

    private func record(_ kind: HistoryKind, at milliseconds: UInt64, _ subject: UInt32 = 1) -> HistoryRecord {
        HistoryRecord(kind, subject: subject, time: Self.begin + milliseconds * 1_000_000)
    }

    @Test func countsEverythingWhateverTheLengthOfTheRun() {
        for milliseconds in [1, 239, 240, 10_000, 3_600_000] as [UInt64] {
            var records: [HistoryRecord] = []
            for step in 0..<100 as Range<UInt64> {
                var delivered = record(.delivered, at: milliseconds * step / 99)
                delivered.extra = delivered.time - 2_000_000
                records.append(delivered)
                records.append(record(.publishInvoked, at: milliseconds * step / 99))
                var ended = record(.publishEnded, at: milliseconds * step / 99)
                ended.flags = step % 10 == 0 ? Outcome.fail.rawValue : Outcome.ok.rawValue
                records.append(ended)
            }
            let timeline = timeline(records)
            #expect(timeline.delivered.reduce(0, +) == 100)
            #expect(timeline.invoked.reduce(0, +) == 100)
            #expect(timeline.acknowledged.reduce(0, +) == 90)
            #expect(timeline.refused.reduce(0, +) == 10)
            #expect(timeline.count <= TimeBins.countMax)
            #expect(timeline.end > Self.begin + milliseconds * 1_000_000)
            for (median, count) in zip(timeline.latencyMedian, timeline.delivered) where count > 0 {
                #expect(abs(Double(median) - 2e6) < 2e6 * 0.05)
            }
        }
    }

    @Test func doesNotDependOnTheOrderOfTheFiles() {
        let early = [record(.delivered, at: 3), record(.connected, at: 1, 1)]
        let late = [record(.delivered, at: 90_000), record(.connected, at: 2, 2), record(.disconnected, at: 80_000, 2)]
        #expect(timeline(early, late) == timeline(late, early))
    }

    @Test func tellsWhoIsConnectedAtTheEndOfEachPart() {
        var broken = record(.disconnected, at: 50, 1)
        broken.flags = DisconnectReason.lost.rawValue
        let timeline = timeline([
            record(.connected, at: 0, 1), record(.connected, at: 10, 2), broken, record(.lifeEnded, at: 51, 1),
            record(.connected, at: 100, 1), record(.disconnected, at: 200, 2),
        ])
        func connected(at milliseconds: UInt64) -> Int {
            timeline.connected[timeline.bins.index(of: Self.begin + milliseconds * 1_000_000)]
        }
        #expect([5, 30, 70, 150, 200].map(connected) == [1, 2, 1, 2, 1])
        // The second one closed in good order.
        #expect(timeline.disconnected.reduce(0, +) == 1)
    }

    @Test func aHighPercentileSeesTheSlowOnes() {
        let records = (0..<100).map { index in
            var delivered = record(.delivered, at: 1_000)
            delivered.extra = delivered.time - (index < 97 ? 1_000_000 : 500_000_000)
            return delivered
        }
        let timeline = timeline(records)
        #expect(abs(Double(timeline.latencyMedian.max() ?? 0) - 1e6) < 5e4)
        #expect(abs(Double(timeline.latencyHigh.max() ?? 0) - 5e8) < 2.5e7)
    }

    @Test func anEmptyRecordGivesAnEmptyTimeline() {
        #expect(timeline([]).isEmpty)
        #expect(!timeline([record(.connected, at: 0)]).isEmpty)
    }
}
