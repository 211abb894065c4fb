import Core
import Testing

@Suite struct LatencyHistogramTests {
    @Test func smallValuesAreExact() {
        var histogram = LatencyHistogram()
        for value in 1...100 as ClosedRange<UInt64> { histogram.record(value) }
        #expect(
            histogram.summary == LatencySummary(count: 100, p50: 50, p90: 90, p99: 99, p999: 100, max: 100, mean: 50)
        )
    }

    @Test func largeValuesAreRoundedUpByLittle() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            let value = random.next() >> UInt64.random(in: 18...63, using: &random)
            var histogram = LatencyHistogram()
            histogram.record(value)
            histogram.record(.max)
            let found = histogram.value(at: 0.5)
            #expect(found >= value)
            #expect(Double(found) <= Double(value) * 1.001 + 1, "\(value)")
        }
    }

    @Test func whatTwoCountedIsCountedTogether() {
        var (left, right, both) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
        var random = SeededGenerator(seed: 5)
        for _ in 0..<5_000 {
            let value = random.next() >> UInt64.random(in: 20...60, using: &random)
            both.record(value)
            if value % 3 == 0 { left.record(value) } else { right.record(value) }
        }
        left.add(right)
        #expect(left.summary == both.summary)
        left.add(LatencyHistogram())
        #expect(left.summary == both.summary)
    }

    @Test func noneIsZero() {
        #expect(LatencyHistogram().summary == LatencySummary())
    }

    @Test func theGreatestIsNeverExceeded() {
        var histogram = LatencyHistogram()
        histogram.record(1_000_000_001)
        #expect(histogram.value(at: 1) == 1_000_000_001)
        #expect(histogram.value(at: 0.01) == 1_000_000_001)
    }
}
