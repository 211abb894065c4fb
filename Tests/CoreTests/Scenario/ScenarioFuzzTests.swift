import Testing

@testable import Core

/// Whatever a file holds, reading it ends, and ends with a scenario or with at least one mistake that has a place.
@Suite struct ScenarioFuzzTests {
    private static let seeds: [UInt64] = [1, 2, 3, 4]

    @Test(.timeLimit(.minutes(2)), arguments: seeds)
    func survivesRandomEdits(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed, purpose: "edits of scenarios")
        var texts = try ScenarioFixture.files().map(\.bytes)
        texts.append(Array(ScenarioFieldTests.everything.utf8))
        var right = 0
        var wrong = 0
        for _ in 0..<100 {
            var bytes = texts[Int.random(in: 0..<texts.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.edit(&bytes, &random) }
            switch ScenarioFile.parse(bytes, path: "fuzz.yaml") {
            case .success(let file):
                right += 1
                for variant in [nil] + file.variants.map(Optional.some) { _ = try file.scenario(variant: variant) }
            case .failure(let diagnostics):
                wrong += 1
                #expect(!diagnostics.all.isEmpty)
                #expect(
                    diagnostics.all.allSatisfy { $0.place.line >= 1 && $0.place.column >= 1 && !$0.problem.isEmpty }
                )
                #expect("\(diagnostics)".hasPrefix("fuzz.yaml:"))
            }
        }
        #expect(right > 0)
        #expect(wrong > 0)
    }

    /// Pieces that mean something to YAML or to us, put together at random.
    @Test(.timeLimit(.minutes(2)), arguments: seeds)
    func survivesRandomPieces(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed, purpose: "pieces of scenarios")
        for _ in 0..<100 {
            var text = Bool.random(using: &random) ? ScenarioFixture.minimal() : ""
            for _ in 0..<Int.random(in: 1...30, using: &random) {
                text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            }
            if case .failure(let diagnostics) = ScenarioFixture.parse(text) { #expect(!"\(diagnostics)".isEmpty) }
        }
    }

    /// The look before parsing is never blinder than the parser: otherwise an alias bomb would get through.
    @Test(.timeLimit(.minutes(2)), arguments: seeds)
    func seesEveryAnchorAndAliasThatTheParserSees(seed: UInt64) {
        var random = SeededGenerator(seed: seed, purpose: "anchors")
        var parsed = 0
        for _ in 0..<300 {
            var string = ""
            for _ in 0..<Int.random(in: 2...16, using: &random) {
                string += Self.syntax[Int.random(in: 0..<Self.syntax.count, using: &random)]
            }
            guard let text = ScenarioText.load(Array(string.utf8), bytesMax: 1_000).text,
                ScenarioTokenScan.diagnostics(of: text).isEmpty
            else { continue }
            let composed = ScenarioComposer.compose(text)
            if composed.tree != nil { parsed += 1 }
            let missed = composed.diagnostics.filter { $0.problem.contains("anchor") || $0.problem.contains("alias") }
            #expect(missed.isEmpty, "\(string.debugDescription)")
        }
        #expect(parsed > 0)
    }

    private static let syntax = [
        "\n", "\n ", "\n  ", "\n   ", " ", "\t", "a", "b", "1", ": ", ":", ", ", ",", "- ", "-", "[", "]", "{", "}",
        "\"", "'", "#",
        " #", "|\n", ">\n", "|-\n", "|+ # c\n", "&x ", "*x ", "&x", "*x", "!t ", "!!str ", "? ", "?", "---", "...", "%",
        "\\", "''", "\\\"",
        "é", "text text", "a: b", "- a\n", "~",
    ]

    @Test func tellsTheSameMistakesEachTime() {
        let text = ScenarioFieldTests.everything.replacing("count", with: "cuont")
        #expect(ScenarioFixture.report(text) == ScenarioFixture.report(text))
        #expect(ScenarioFixture.problems(text).count > 5)
    }

    private static let pieces = [
        "\n", "\n  ", "\n- ", "\n    ", ": ", ":", "- ", "{", "}", "[", "]", ", ", "\"", "'", "#", " # ", "&a ", "*a ",
        "!x ", "? ",
        "| ", ">\n", "|-\n  ", "---\n", "...\n", "%YAML 1.1\n", "\t", "~", "null", "<<", "on", "x", "count", "nodes",
        "traffic",
        "faults", "scenario", "variants", "expect", "backplanes", "pubsub", "n1", "c1", "10%", "5s", "400/s", "64KB",
        "-3", "1",
        "99999999999999999999", "at", "do", "every", "redis.restart", "faults.0.at", "nodes.count", "\u{E000}", "é",
        "🙂", "\\", "@", "`",
        "when", "hook", "repeat", "pause", "n2 deaf", "+switch-master", "{see: n1 ready}", "{link: n1.pub}", "n1.sub",
        "apps",
        "\napps: [{app: shop, traffic: [{count: 1}]}]", "app:shop", " by p1", " to c1", "master", "redis.freeze",
        "{count: 1}", "\ntraffic: [{count: 5}]", "\nnodes: {count: 3}", "\nvariants: {v: {", "\r\n", "\u{FEFF}", "\0",
    ]

    private static func edit(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let from = Int.random(in: 0..<bytes.count, using: &random)
        let to = min(bytes.count, from + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[from] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(from..<to)
        case 2: bytes.insert(contentsOf: bytes[from..<to], at: Int.random(in: 0..<bytes.count, using: &random))
        case 3: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8, at: from)
        case 4: bytes[from] = UInt8.random(in: 0x20..<0x7F, using: &random)
        default: bytes.removeSubrange(from...)
        }
    }
}
