import Testing

@testable import Core

@Suite struct ScenarioBadFileTests {
    @Test(arguments: [
        ("", "the file is empty"), (" \n\n", "the file is empty"), ("# a\n# b", "the file has nothing but comments"),
    ])
    func refusesFilesWithoutContent(_ text: String, _ problem: String) {
        #expect(ScenarioFixture.problems(text) == ["1:1 \(problem)"])
    }

    @Test func saysHowToBeginInAnEmptyFile() {
        #expect(
            ScenarioFixture.report("") == """
                s.yaml:1:1: error: the file is empty
                  to mend: begin with `scenario: NAME`; docs/scenarios.md has the shortest one
                """
        )
    }

    @Test(arguments: [("just text", "'just text'"), ("- a\n- b", "a list"), ("42", "'42'")])
    func refusesWhatIsNoMapping(_ text: String, _ found: String) {
        #expect(ScenarioFixture.problems(text) == ["1:1 a scenario is a mapping; this is \(found)"])
    }

    @Test func refusesBinary() {
        #expect(ScenarioFixture.problems([0x7F, 0x45, 0x4C, 0x46, 0xFF, 0xFE, 0x80]) == ["1:5 this is no UTF-8 text"])
        #expect(ScenarioFixture.problems(Array("a: 1\nb: x".utf8) + [0xC3]) == ["2:5 this is no UTF-8 text"])
        #expect(ScenarioFixture.problems(Array("scenario: s\0\n".utf8)) == ["1:12 a NUL byte is not allowed"])
        #expect(ScenarioFixture.problems("scenario: \u{1B}[0m") == ["1:11 the control character U+001B is not allowed"])
    }

    @Test func refusesByteOrderMarks() {
        let minimal = Array(ScenarioFixture.minimal().utf8)
        #expect(
            ScenarioFixture.problems([0xEF, 0xBB, 0xBF] + minimal) == ["1:1 the file begins with a byte order mark"]
        )
        #expect(ScenarioFixture.problems([0xFF, 0xFE, 0x73, 0x00]) == ["1:1 the file is UTF-16"])
    }

    @Test func refusesLargeFilesUnread() {
        let clock = ContinuousClock()
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 10_000_000)
        let time = clock.measure {
            #expect(ScenarioFixture.problems(bytes) == ["1:1 the file is larger than 1048576 bytes"])
        }
        #expect(time < .milliseconds(500))
    }

    @Test func takesWindowsLineEnds() throws {
        let text = ScenarioFixture.minimal("nodes: {count: 3}").replacing("\n", with: "\r\n")
        #expect(try ScenarioFixture.scenario(text).nodes.count == 3)
    }

    /// They end a line for YAML only, so they could hide text from people.
    @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}", "\r"])
    func refusesLineEndsThatEditorsDoNotShow(_ end: String) {
        let problems = ScenarioFixture.problems("# comment\(end)x: &a 1\nscenario: s")
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("1:10 the control character") == true)
    }

    @Test func refusesTabsInTheIndentation() {
        #expect(
            ScenarioFixture.report("scenario: s\nnodes:\n\tcount: 2\n") == """
                s.yaml:3:1: error: a tab in the indentation
                    3 |  count: 2
                      | ^
                  to mend: YAML takes only spaces here: two for each level
                """
        )
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal("nodes: {count:\t2}\t# two")).isEmpty)
    }

    @Test(
        arguments: [
            ("nodes: &a {count: 2}", "3:8 anchors (`&`) are not allowed"),
            ("nodes: *a", "3:8 aliases (`*`) are not allowed"),
            ("nodes: {count: !!int 2}", "3:16 tags (`!`) are not allowed"),
            ("? nodes\n: {count: 2}", "3:1 `?` keys are not allowed"),
            ("---\nscenario: t", "3:1 a file holds one document only"),
            ("...", "3:1 a file holds one document only"),
            ("%YAML 1.1", "3:1 directives are not allowed"),
            ("about: \"over\n  two lines\"", "3:8 quoted text must end on the line where it begins"),
            ("about: |2\n    text", "3:8 a block text takes no indentation number"),
            ("nodes: [&a]", "3:9 anchors (`&`) are not allowed"),
            ("nodes:\n- *a", "4:3 aliases (`*`) are not allowed"),
            ("&a nodes: 1", "3:1 anchors (`&`) are not allowed"),
            ("about: |\n  text\n *a : 1", "5:2 aliases (`*`) are not allowed"),
            ("about: |\n    text\n  *a : 1", "5:3 aliases (`*`) are not allowed"),
        ]
    )
    func refusesWhatScenariosDoWithout(_ more: String, _ problem: String) {
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal(more)).first == problem)
    }

    @Test(
        arguments: [
            "about: clients & servers * 2!", "about: \"&a *b !c ? d\"", "about: 'it''s &a'", "# &a *b !c\t",
            "about: |\n  &a *b\n\n  !c\n", "about: >-\n  * one\n  * two\n", "about: a # *b",
        ]
    )
    func takesTheSameCharactersInsideText(_ more: String) {
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal(more)) == [])
    }

    @Test func takesOneDocumentMarkAtTheTop() {
        #expect(ScenarioFixture.problems("# first\n---\n" + ScenarioFixture.minimal()) == [])
    }

    /// The parser itself would not come back from this one.
    @Test(.timeLimit(.minutes(1)))
    func refusesAnAliasBombBeforeParsing() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
        }
        #expect(ScenarioFixture.problems(text + "{*a11 : 1, *a11 : 2}: 1").first == "1:5 anchors (`&`) are not allowed")
    }

    @Test func refusesDeepNesting() {
        let text = ScenarioFixture.minimal(
            "nodes: " + String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
        )
        #expect(ScenarioFixture.problems(text).contains("3:23 nested more than 16 levels deep"))
        let bottomless = ScenarioFixture.minimal("nodes: " + String(repeating: "[", count: 100_000))
        #expect(ScenarioFixture.problems(bottomless).count == 1)
    }

    @Test func tellsEveryRepeatedKeyWithItsFirstPlace() {
        let problems = ScenarioFixture.problems(
            """
            scenario: s
            traffic: [{count: 1, count: 2, count: 3}]
            nodes:
              count: 2
              signalr: {count: 3}
              "count": 3
            seed: 1
            seed: 2
            """
        )
        #expect(
            problems == [
                "2:22 the key 'count' is already in line 2, column 12",
                "2:32 the key 'count' is already in line 2, column 12",
                "5:3 nodes has no key 'signalr'",
                "6:3 the key 'count' is already in line 4, column 3",
                "8:1 the key 'seed' is already in line 7, column 1",
            ]
        )
    }

    @Test(
        arguments: [
            ("nodes: {count: 2", "`,` or `}` was expected here"), ("nodes: [1, 2", "`,` or `]` was expected here"),
            ("nodes: a: b", "a `:` where no key can be"), ("nodes:\n  count: 2\n app: x", "a key was expected here"),
            ("nodes: @x", "no value can begin with this character"), ("nodes", "a key without its `:`"),
            ("nodes: {count: 2}}", "a key was expected here"),
        ]
    )
    func saysInPlainWordsWhatIsNoYAML(_ more: String, _ problem: String) {
        let problems = ScenarioFixture.problems(ScenarioFixture.minimal(more))
        #expect(problems.count == 1)
        #expect(problems.first?.contains(problem) == true, "\(problems)")
    }

    @Test func refusesKeysThatAreNoWords() {
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal("[a]: 1")) == ["3:1 a key must be a word"])
        #expect(
            ScenarioFixture.problems(ScenarioFixture.minimal("<<: {}")) == ["3:1 merge keys (`<<`) are not allowed"]
        )
    }
}
