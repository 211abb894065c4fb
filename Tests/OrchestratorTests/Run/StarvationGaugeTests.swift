import Orchestrator
import Testing

@Suite struct StarvationGaugeTests {
    private let start = ContinuousClock.now

    @Test func tellsTheWorstSinceAnInstant() {
        let gauge = StarvationGauge()
        gauge.record(.seconds(3), at: start)
        gauge.record(.milliseconds(400), at: start + .seconds(1))
        #expect(gauge.worst(since: start) == .seconds(3))
        #expect(gauge.worst(since: start + .milliseconds(1)) == .milliseconds(400))
        #expect(gauge.worst(since: start + .seconds(2)) == .zero)
    }

    @Test func ordinaryLatenessDoesNotCount() {
        let gauge = StarvationGauge()
        gauge.record(StarvationGauge.tolerance, at: start)
        #expect(gauge.worst(since: start) == .zero)
    }

    @Test func forgetsWhatIsLongAgo() {
        let gauge = StarvationGauge()
        gauge.record(.seconds(3), at: start)
        gauge.record(.seconds(1), at: start + .seconds(60))
        #expect(gauge.worst(since: start) == .seconds(1))
    }
}
