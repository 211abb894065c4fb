import Testing

@testable import Core

@Suite struct ScenarioQuantityTests {
    @Test(
        arguments: [
            ("250ms", 250), ("2s", 2_000), ("1.5s", 1_500), ("1m", 60_000), ("1.5m", 90_000), ("0.25h", 900_000),
            ("0s", 0), ("1.500s", 1_500), ("1.0000000000000s", 1_000),
        ]
    )
    func readsDurations(_ text: String, _ milliseconds: Int) {
        #expect(ScenarioQuantity.parse(text, ScenarioQuantity.duration) == .success(milliseconds))
    }

    @Test(
        arguments: [
            ("5", ScenarioQuantity.Failure.noUnit), ("5 s", .spaceBeforeUnit), ("-5s", .negative), ("-5", .negative),
            ("1.5ms", .tooFine), ("s", .notNumber), ("", .notNumber), (".5s", .notNumber),
            ("1e3s", .unknownUnit("e3s")),
            ("5S", .unknownUnit("S")), ("5min", .unknownUnit("min")), ("99999999999999999999s", .tooLarge),
            ("9223372036854775807h", .tooLarge), ("1.s", .unknownUnit(".s")), ("٣s", .notNumber), ("+1s", .notNumber),
            ("1.00000000001s", .tooFine),
        ]
    )
    func refusesWhatIsNoDuration(_ text: String, _ failure: ScenarioQuantity.Failure) {
        #expect(ScenarioQuantity.parse(text, ScenarioQuantity.duration) == .failure(failure))
    }

    @Test(
        arguments: [
            ("200B", 200), ("64KB", 64_000), ("64kb", 64_000), ("64KiB", 65_536), ("1MB", 1_000_000),
            ("1MiB", 1_048_576),
            ("0.5KiB", 512),
        ]
    )
    func readsSizes(_ text: String, _ bytes: Int) {
        #expect(ScenarioQuantity.parse(text, ScenarioQuantity.size) == .success(bytes))
    }

    @Test(arguments: [("400/s", 400.0), ("0.5/s", 0.5), ("30/m", 0.5), ("3600/h", 1), ("2.5/s", 2.5)])
    func readsRates(_ text: String, _ perSecond: Double) {
        #expect(
            ScenarioQuantity.parse(text, ScenarioQuantity.rate).map(ScenarioQuantity.perSecond) == .success(perSecond)
        )
    }

    @Test(arguments: [("10%", 0.1), ("100%", 1), ("2.5%", 0.025), ("0.001%", 0.00001)])
    func readsShares(_ text: String, _ part: Double) {
        #expect(ScenarioQuantity.parse(text, ScenarioQuantity.share).map(ScenarioQuantity.part) == .success(part))
    }

    @Test(arguments: [("0", 0), ("17", 17), ("-4", -4)])
    func readsCounts(_ text: String, _ value: Int) {
        #expect(ScenarioQuantity.count(text) == .success(value))
    }

    /// `010` is 8 for some readers of YAML and 10 for others.
    @Test(arguments: ["010", "1_000", "0x10", "1e3", "1.0", "", "-", "x", "+1"])
    func refusesOtherWaysToWriteNumbers(_ text: String) {
        #expect(ScenarioQuantity.count(text) == .failure(.notNumber))
    }

    @Test(arguments: [0, 1, 999, 1_000, 1_500, 60_000, 3_600_000, 86_400_000])
    func writesDurationsThatItReads(_ milliseconds: Int) {
        let text = ScenarioQuantity.duration(milliseconds)
        #expect(ScenarioQuantity.parse(text, ScenarioQuantity.duration) == .success(milliseconds))
    }

    @Test(arguments: [0, 1, 1_000, 1_024, 65_536, 1_048_576, 65_280])
    func writesSizesThatItReads(_ bytes: Int) {
        #expect(ScenarioQuantity.parse(ScenarioQuantity.size(bytes), ScenarioQuantity.size) == .success(bytes))
    }
}
