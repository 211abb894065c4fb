import Core
import Testing

@Suite struct LatencyHistogramTests {
    @Test func smallValuesAreExact() {
        var histogram = LatencyHistogram()
        for value in 1...100 as ClosedRange<UInt64> { histogram.record(value) }
        #expect(histogram.summary == LatencySummary(count: 100, p50: 50, p99: 99, max: 100))
    }

    @Test func largeValuesAreRoundedUpByLittle() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            let value = random.next() >> UInt64.random(in: 0...63, using: &random)
            var histogram = LatencyHistogram()
            histogram.record(value)
            histogram.record(.max)
            let found = histogram.value(at: 0.5)
            #expect(found >= value)
            #expect(Double(found) <= Double(value) * 1.016 + 1, "\(value)")
        }
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
