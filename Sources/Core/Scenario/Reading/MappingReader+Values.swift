extension MappingReader {
    /// A scalar that is there and not empty.
    func scalar(_ key: String, expected: String) -> (text: String, isQuoted: Bool)? {
        guard let tree = self[key] else { return nil }
        return scalar(tree, key, expected: expected)
    }

    func scalar(_ tree: ScenarioTree, _ key: String, expected: String) -> (text: String, isQuoted: Bool)? {
        guard case .scalar(let text, let isQuoted) = tree.content, !tree.isNull else {
            let problem = tree.isNull ? "\(path(of: key)) has no value" : "\(path(of: key)) is \(tree.summary)"
            report(tree.place, key, problem, expected: expected)
            return nil
        }
        return (text, isQuoted)
    }

    /// A whole number.
    func count(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let tree = self[key] else { return nil }
        return count(tree, key, in: range)
    }

    func count(_ tree: ScenarioTree, _ key: String, in range: ClosedRange<Int>) -> Int? {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let (text, isQuoted) = scalar(tree, key, expected: expected) else { return nil }
        let remedy = isQuoted ? "remove the quotes" : nil
        switch ScenarioQuantity.count(text) {
        case .success(let value) where range.contains(value) && !isQuoted: return value
        case .success where isQuoted:
            report(tree.place, key, "\(path(of: key)) is text", expected: expected, remedy: remedy)
        case .success(let value):
            let problem = value < 0 ? "cannot be negative" : value < range.lowerBound ? "is too small" : "is too large"
            report(tree.place, key, "\(path(of: key)) \(problem)", expected: expected)
        case .failure(.tooLarge):
            let problem = text.first == "-" ? "cannot be negative" : "is too large"
            report(tree.place, key, "\(path(of: key)) \(problem)", expected: expected)
        case .failure:
            report(tree.place, key, "\(path(of: key)) is no whole number: \(quote(text))", expected: expected)
        }
        return nil
    }

    /// Any 64-bit number without a sign.
    func seed(_ key: String) -> UInt64? {
        let expected = "a whole number from 0 to \(UInt64.max)"
        guard let tree = self[key], let (text, isQuoted) = scalar(tree, key, expected: expected) else { return nil }
        guard !isQuoted, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt64(text) else {
            report(tree.place, key, "\(path(of: key)) is no such number: \(quote(text))", expected: expected)
            return nil
        }
        return value
    }

    /// In milliseconds.
    func duration(_ key: String, in range: ClosedRange<Int>) -> Int? {
        quantity(key, ScenarioQuantity.duration, in: range, ScenarioQuantity.duration)
    }

    /// In bytes.
    func size(_ key: String, in range: ClosedRange<Int>) -> Int? {
        quantity(key, ScenarioQuantity.size, in: range, ScenarioQuantity.size)
    }

    /// In bytes per second.
    func dataRate(_ key: String, in range: ClosedRange<Int>) -> Int? {
        quantity(key, ScenarioQuantity.dataRate, in: range) { ScenarioQuantity.size($0) + "/s" }
    }

    /// In messages per second.
    func rate(_ key: String) -> Double? {
        let range = 1_000...3_600_000_000_000_0
        return quantity(key, ScenarioQuantity.rate, in: range) { $0 == range.lowerBound ? "1/h" : "10000000/s" }
            .map(ScenarioQuantity.perSecond)
    }

    /// More than 0, at most 1.
    func share(_ key: String) -> Double? {
        quantity(key, ScenarioQuantity.share, in: 1...100_000) { $0 == 1 ? "0.001%" : "100%" }
            .map(ScenarioQuantity.part)
    }

    private func quantity(
        _ key: String,
        _ units: ScenarioQuantity.Units,
        in range: ClosedRange<Int>,
        _ write: (Int) -> String
    ) -> Int? {
        let from = write(range.lowerBound)
        let to = write(range.upperBound)
        let expected = "a \(units.name) from \(from) to \(to), for example \(units.example)"
        guard let tree = self[key], let (text, _) = scalar(tree, key, expected: expected) else { return nil }
        let name = path(of: key)
        let problem: String
        var nearest: String?
        var remedy: String?
        switch ScenarioQuantity.parse(text, units) {
        case .success(let value) where range.contains(value): return value
        case .success(let value): problem = "\(name) is too \(value < range.lowerBound ? "small" : "large")"
        case .failure(.notNumber): problem = "\(name) is no \(units.name): \(quote(text))"
        case .failure(.noUnit):
            problem = "\(name) has no unit: \(quote(text))"
            remedy = "add a unit: \(units.list)"
        case .failure(.unknownUnit(let unit)):
            problem = "\(name) has no known unit: \(quote(text))"
            nearest = NearestWord.of(unit.filter { $0 != " " }, in: units.worth.map(\.unit))
            remedy = "the units are \(units.list)"
        case .failure(.spaceBeforeUnit):
            problem = "\(name) has a space before its unit"
            remedy = "write `\(text.filter { $0 != " " })`"
        case .failure(.negative): problem = "\(name) cannot be negative"
        case .failure(.tooFine): problem = "\(name) is finer than can be told apart: \(quote(text))"
        case .failure(.tooLarge): problem = "\(name) is too large"
        }
        report(tree.place, key, problem, expected: expected, nearest: nearest, remedy: remedy)
        return nil
    }

    /// `true` or `false`; YAML's other words for them are refused.
    func flag(_ key: String) -> Bool? {
        guard let tree = self[key], let (text, isQuoted) = scalar(tree, key, expected: "true or false") else {
            return nil
        }
        switch text {
        case "true" where !isQuoted: return true
        case "false" where !isQuoted: return false
        default:
            let nearest =
                isQuoted ? text : ["yes": "true", "on": "true", "no": "false", "off": "false"][text.lowercased()]
            report(
                tree.place,
                key,
                "\(path(of: key)) is neither true nor false: \(quote(text))",
                expected: "true or false",
                nearest: nearest ?? NearestWord.of(text, in: ["true", "false"])
            )
            return nil
        }
    }

    /// One of a few words; `later` are words that are designed and not built yet.
    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String,
        as type: Word.Type,
        later: [String] = []
    ) -> Word? where Word.RawValue == String {
        guard let tree = self[key] else { return nil }
        return word(tree, key, as: type, later: later)
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ tree: ScenarioTree,
        _ key: String,
        as type: Word.Type,
        later: [String] = []
    ) -> Word? where Word.RawValue == String {
        let words = Word.allCases.map(\.rawValue)
        guard let (text, _) = scalar(tree, key, expected: Self.list(words)) else { return nil }
        if let word = Word(rawValue: text) { return word }
        refuseWord(text, at: tree.place, key, words: words, later: later)
        return nil
    }

    func refuseWord(_ text: String, at place: ScenarioPlace, _ key: String, words: [String], later: [String]) {
        if later.contains(text) {
            report(place, key, "\(path(of: key)): \(quote(text)) is not supported yet", expected: Self.list(words))
        } else {
            report(
                place,
                key,
                "\(path(of: key)) cannot be \(quote(text))",
                expected: Self.list(words),
                nearest: NearestWord.of(text, in: words)
            )
        }
    }

    /// A name that goes into file names, keys and messages: at most 64 letters, digits, dashes and underscores.
    func name(_ key: String) -> String? {
        guard let tree = self[key], let (text, _) = scalar(tree, key, expected: Self.nameRule) else { return nil }
        guard Self.isName(text) else {
            report(tree.place, key, "\(path(of: key)) is no name: \(quote(text))", expected: Self.nameRule)
            return nil
        }
        return text
    }

    static let nameRule = "1 to 64 letters, digits, dashes and underscores"

    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// A node by its name, `n2`. Whether there is one is checked later.
    func node(_ key: String) -> NodeID? {
        let expected = "a node: n1, n2 and so on"
        guard let tree = self[key], let (text, _) = scalar(tree, key, expected: expected) else { return nil }
        guard let node = NodeID(text), node.description == text else {
            report(tree.place, key, "\(path(of: key)) is no node: \(quote(text))", expected: expected)
            return nil
        }
        return node
    }

    /// The items of a list; each with the path that names it.
    func items(_ key: String, of what: String, atMost: Int) -> [(path: String, tree: ScenarioTree)] {
        guard let tree = self[key] else { return [] }
        guard let items = tree.items else {
            report(
                tree.place,
                key,
                tree.isNull ? "\(path(of: key)) has no value" : "\(path(of: key)) must be a list; got \(tree.summary)",
                expected: "a list of \(what)",
                remedy: tree.entries == nil ? nil : "begin each item with `- `"
            )
            return []
        }
        if items.count > atMost {
            report(tree.place, key, "\(path(of: key)) has more than \(atMost) items")
        }
        return items.prefix(atMost).enumerated().map { ("\(path(of: key)).\($0)", $1) }
    }
}
