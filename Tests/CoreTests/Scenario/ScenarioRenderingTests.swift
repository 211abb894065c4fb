import Testing

@testable import Core

@Suite struct ScenarioRenderingTests {
    @Test func showsPlaceLineCaretNearestWordAndWhatWasExpected() {
        let report = ScenarioFixture.report(
            """
            scenario: s
            traffic:
              - {count: 10, rat: 400/s}
            """
        )
        #expect(
            report == """
                s.yaml:3:17: error: traffic.0 has no key 'rat'
                    3 |   - {count: 10, rat: 400/s}
                      |                 ^~~
                  did you mean 'rate'?
                  expected: publishers, to, rate, count, size, window, retry or at
                """
        )
    }

    @Test func tellsWhichUnitsThereAre() {
        let report = ScenarioFixture.report(ScenarioFixture.minimal("limits: {settle: 5}"))
        #expect(
            report == """
                s.yaml:3:18: error: limits.settle has no unit: '5'
                    3 | limits: {settle: 5}
                      |                  ^
                  expected: a duration from 100ms to 24h, for example 250ms, 2s or 1.5m
                  to mend: add a unit: ms, s, m, h
                """
        )
    }

    @Test func tellsEveryMistakeInTheOrderOfTheFile() {
        let problems = ScenarioFixture.problems(
            """
            scenario: Two Words
            seed: -3
            nodes: {cuont: 3, backplane: signlr, keep-alive: 5}
            clients:
              count: 10
              groups: {red: 20}
              count: 4
            traffic:
              - {count: 100, to: group:rde, rate: 400, size: 1 KB}
            faults:
              - {at: 1s, do: node.kill, node: n9}
              - {on: 1s, do: redis.restrat}
            """
        )
        #expect(
            problems == [
                "1:11 'Two Words' is no name for a scenario",
                "2:7 seed is no such number: '-3'",
                "3:9 nodes has no key 'cuont'",
                "3:30 nodes.backplane cannot be 'signlr'",
                "3:50 nodes.keep-alive has no unit: '5'",
                "6:17 the group 'red' is larger than the number of clients",
                "7:3 the key 'count' is already in line 5, column 3",
                "9:22 traffic.0.to: the group 'rde' has no members",
                "9:39 traffic.0.rate has no unit: '400'",
                "9:50 traffic.0.size has a space before its unit",
                "11:35 faults.0.node: there is no node n9; nodes.count is 2",
                "12:5 faults.1 has no trigger",
                "12:6 faults.1 has no key 'on'",
                "12:18 faults.1.do cannot be 'redis.restrat'",
            ]
        )
    }

    @Test func cutsLongLinesAroundThePlace() {
        let about = String(repeating: "x", count: 300)
        let lines = ScenarioFixture.report("{scenario: s, about: \(about), traffic: [{count: 0}]}").split(
            separator: "\n"
        )
        #expect(lines[0] == "s.yaml:1:342: error: traffic.0.count is too small")
        #expect(lines[1].hasSuffix("traffic: [{count: 0}]}"))
        #expect(lines[1].count < 130)
        let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) } ?? 0
        #expect(Array(lines[1])[caret] == "0")
    }

    @Test func showsNoControlCharactersOfTheFile() {
        let report = ScenarioFixture.report("scenario: \"a\\e[31m\"\ntraffic: [{count: 1}]")
        #expect(report.contains("'a?[31m' is no name"))
        #expect(!report.unicodeScalars.contains("\u{1B}"))
    }

    @Test(
        arguments: [
            "redis: {password: hunter2, url: 3}", "redis: {password: 'hunter2', url: 3}",
            "redis:\n  password: hunter2, and more # hunter2\n  url: {}",
            "redis: {url: \"redis://u:hunter2@h:1\", port: 1}",
            "redis: {'password' : \"hunter2\", x: 1}", "redis: {url: redis://hunter2@h}",
            "redis: {url: 'redis://u:hunter2/x@h'}",
            "redis: {password: [hunter2]}",
            "variants: {a: {redis.password: hunter2, nodes.x: 1}}", "redis: {password: hunter2 x: 1}",
        ]
    )
    func showsNoPassword(_ more: String) {
        let report = ScenarioFixture.report(ScenarioFixture.minimal(more))
        #expect(!report.isEmpty)
        #expect(!report.contains("hunter2"))
    }

    @Test func countsWhatIsTooMuchToShow() {
        let keys = (0..<300).map { "k\($0): 1" }.joined(separator: "\n")
        let report = ScenarioFixture.report(ScenarioFixture.minimal(keys))
        #expect(report.hasSuffix("\ns.yaml: error: 200 more mistakes are not shown"))
    }
}
