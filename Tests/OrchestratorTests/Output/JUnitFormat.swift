/// What the JUnit dialect of Ant, Surefire and Jenkins allows, as a table: elements, what may stand in them, and attributes.
enum JUnitFormat {
    private struct Rule {
        var children: Set<String> = []
        var required: Set<String> = []
        var optional: Set<String> = []
        var numbers: Set<String> = []
        var hasText = false
    }

    private static let outcome = Rule(optional: ["type", "message"], hasText: true)
    private static let rules: [String: Rule] = [
        "testsuites": Rule(
            children: ["testsuite"],
            optional: ["name", "time", "tests", "failures", "errors"],
            numbers: ["time", "tests", "failures", "errors"]
        ),
        "testsuite": Rule(
            children: ["properties", "testcase", "system-out", "system-err"],
            required: ["name", "tests", "failures", "errors"],
            optional: ["time", "skipped", "timestamp", "hostname", "id", "package", "file"],
            numbers: ["time", "tests", "failures", "errors", "skipped", "id"]
        ),
        "properties": Rule(children: ["property"]),
        "property": Rule(required: ["name", "value"]),
        "testcase": Rule(
            children: ["skipped", "error", "failure", "system-out", "system-err"],
            required: ["name"],
            optional: ["time", "classname"],
            numbers: ["time"]
        ),
        "failure": outcome, "error": outcome, "skipped": outcome,
        "system-out": Rule(hasText: true), "system-err": Rule(hasText: true),
    ]

    /// What a document has against the table.
    static func problems(of root: XMLTree) -> [String] {
        (root.name == "testsuites" ? [] : ["the root is \(root.name)"]) + problems(in: root) + counts(of: root)
    }

    private static func problems(in element: XMLTree) -> [String] {
        guard let rule = rules[element.name] else { return ["unknown element \(element.name)"] }
        let names = Set(element.attributes.keys)
        var result = rule.required.subtracting(names).map { "\(element.name) has no \($0)" }
        result += names.subtracting(rule.required).subtracting(rule.optional).map {
            "\(element.name) may not have \($0)"
        }
        for name in rule.numbers {
            guard let value = element.attributes[name] else { continue }
            if !value.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }) || value.isEmpty {
                result.append("\(element.name).\(name) is '\(value)'")
            }
        }
        if !rule.hasText, element.text.contains(where: { !$0.isWhitespace }) {
            result.append("text in \(element.name)")
        }
        for child in element.children where !rule.children.contains(child.name) {
            result.append("\(child.name) in \(element.name)")
        }
        return result + element.children.flatMap { problems(in: $0) }
    }

    /// Readers trust the attributes and do not count.
    private static func counts(of root: XMLTree) -> [String] {
        func wrong(_ suite: XMLTree, _ attribute: String, _ count: Int) -> String? {
            suite.attributes[attribute].flatMap {
                $0 == "\(count)" ? nil : "\(suite.name).\(attribute) is \($0), not \(count)"
            }
        }
        func tests(_ suites: [XMLTree], with name: String?) -> Int {
            suites.flatMap { $0["testcase"] }.count { test in name.map { !test[$0].isEmpty } ?? true }
        }
        return (root.children.map { ($0, [$0]) } + [(root, root.children)]).flatMap { suite, all in
            [
                wrong(suite, "tests", tests(all, with: nil)), wrong(suite, "failures", tests(all, with: "failure")),
                wrong(suite, "errors", tests(all, with: "error")), wrong(suite, "skipped", tests(all, with: "skipped")),
            ]
            .compactMap(\.self)
        }
    }
}
