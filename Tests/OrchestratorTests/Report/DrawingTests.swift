@testable import Orchestrator
import Testing

@Suite struct DrawingTests {
    @Test func textsFromElsewhereCannotBecomeMarkup() {
        #expect(HTMLText.escaped("plain \u{e4}\u{1F600}") == "plain \u{e4}\u{1F600}")
        #expect(HTMLText.escaped("<b>\"&'") == "&lt;b&gt;&quot;&amp;&#39;")
        #expect(HTMLText.escaped("a\u{0}b\u{1B}[0m\n") == "a\u{FFFD}b\u{FFFD}[0m\n")
        var drawing = SVGDrawing()
        drawing.add("text", ["class": "\"><script>"], text: "</svg><script>alert(1)</script>")
        #expect(!drawing.markup.contains("<script>"))
    }

    @Test func numbersAreShortAndNeverExponents() {
        #expect(Coordinate.text(12) == "12")
        #expect(Coordinate.text(12.5) == "12.5")
        #expect(Coordinate.text(-0.054) == "-0.05")
        #expect(Coordinate.text(0.001) == "0")
        #expect(Coordinate.text(.nan) == "0")
        #expect(Coordinate.text(.infinity) == "0")
        #expect(!Coordinate.text(1e300).contains("e"))
        #expect(Coordinate.percent(0.125) == "12.5%")
    }

    @Test func ticksAreRoundAndWithin() {
        #expect(LinearScale(0...2.6).ticks(atMost: 8) == [0, 0.5, 1, 1.5, 2, 2.5])
        #expect(LinearScale(-0.2...9.9).ticks(atMost: 6) == [0, 2, 4, 6, 8])
        #expect(LinearScale(3...3).ticks(atMost: 5).isEmpty)
        for length in [1e-3, 0.7, 13, 4_000, 86_400] {
            let ticks = LinearScale(0...length).ticks(atMost: 8)
            #expect((2...9).contains(ticks.count), "\(length): \(ticks)")
        }
    }

    @Test func valuesOutsideAScaleLieAtItsEnds() {
        let scale = LinearScale(0...10, from: 100, to: 0)
        #expect([-5, 0, 5, 10, 50].map(scale.place) == [100, 100, 50, 0, 0])
        #expect(LinearScale(0...0).place(7) == 0)
    }

    @Test func logarithmicTicksArePowersOfTenAroundTheValues() throws {
        let scale = try #require(LogScale(holding: [0, 5.8e6, 2.8e7], from: 60, to: 0))
        #expect(scale.ticks == [1e6, 1e7, 1e8])
        #expect(abs(scale.place(1e7) - 30) < 0.01)
        #expect(scale.place(0) == 60)
        #expect(LogScale(holding: [0, 0], from: 0, to: 1) == nil)
        #expect(try #require(LogScale(holding: [1e6], from: 0, to: 1)).ticks == [1e6, 1e7])
    }

    @Test func equalBarsAreOneLine() {
        #expect(SVGPath.bars([2, 2, 3], base: 10).data == "M0 10V8H1H2V7H3V10Z")
        #expect(SVGPath.steps([nil, 5, 5, nil, 2]).data == "M1 5H2H3M4 2H5")
    }

    @Test func timesKeepTheirOrderAndLongWaitsAreShort() {
        let times: [UInt64] = [1_000, 2_000, 3_000_000, 9_000_000_000]
        let stretch = TimeStretch(times, from: 10)
        let places = times.map(stretch.place)
        #expect(places == places.sorted())
        #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= 7 && $1 - $0 <= 46 })
        #expect(stretch.place(0) == 10)
        #expect(stretch.place(.max) == stretch.height)
        #expect(stretch.place(1_500) > places[0] && stretch.place(1_500) < places[1])
        #expect(TimeStretch([], from: 3).place(5) == 0)
    }

    @Test func timesAndDurationsAreWrittenInTheirUnit() {
        #expect(TimeSpan.duration(12_345) == "12 \u{B5}s")
        #expect(TimeSpan.duration(12_345_678) == "12.3 ms")
        #expect(TimeSpan.duration(1_234_567_890) == "1.23 s")
        #expect(TimeSpan.text(5_000_000_000, since: 6_500_000_000) == "\u{2212}1.500 s")
    }
}
