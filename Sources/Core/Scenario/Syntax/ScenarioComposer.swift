import Yams

/// Turns the text of a scenario file into a ``ScenarioTree``. The only file that knows the YAML parser.
struct ScenarioComposer {
    struct Composed {
        /// Nil when the file does not parse.
        var tree: ScenarioTree?
        var diagnostics: [ScenarioDiagnostic] = []
    }

    /// Mappings and lists within each other.
    private static let depthMax = 16
    /// Repeated keys that are told in one go.
    private static let repeatedKeysMax = 20
    /// Bytes that may be parsed again to find further repeated keys.
    private static let parsedAgainBytesMax = 512 * 1024

    private var diagnostics: [ScenarioDiagnostic] = []
    /// Keys that got another name so that the parser, which stops at the first mapping with a repeated key, goes on.
    private var renamed: [ScenarioPlace: String] = [:]

    static func compose(_ text: ScenarioText) -> Composed {
        var composer = ScenarioComposer()
        let tree = composer.parse(text)
        return Composed(tree: tree, diagnostics: composer.diagnostics)
    }

    private mutating func parse(_ text: ScenarioText) -> ScenarioTree? {
        var lines = text.lines
        let bytes = text.joined.utf8.count
        while true {
            do {
                let parser = try Parser(yaml: ScenarioText(lines: lines).joined)
                let root = try parser.singleRoot()
                // Anchors are weak references into the parser: it has to live while the tree is walked.
                return withExtendedLifetime(parser) { root.map { tree(of: $0, depth: 1) } }
            } catch let YamlError.duplicatedKeysInMapping(keys, context) {
                let isWithinBounds =
                    renamed.count < Self.repeatedKeysMax && (renamed.count + 1) * bytes <= Self.parsedAgainBytesMax
                guard isWithinBounds, rename(keys.first ?? "", at: context.mark, in: &lines) else {
                    diagnostics.append(Self.repeated(keys.first ?? "", at: Self.place(context.mark, keys.first ?? "")))
                    return nil
                }
            } catch {
                diagnostics.append(ScenarioSyntaxError.diagnostic(of: error, in: text))
                return nil
            }
        }
    }

    /// Gives the first of several equal keys a name that occurs nowhere, of the same length so that columns stay.
    private mutating func rename(_ key: String, at mark: Mark, in lines: inout [[Unicode.Scalar]]) -> Bool {
        guard lines.indices.contains(mark.line - 1), let name = Self.unusedScalar(renamed.count, in: lines) else {
            return false
        }
        let scalars = Array(key.unicodeScalars)
        var start = mark.column - 1
        let line = lines[mark.line - 1]
        if line.indices.contains(start), line[start] == "\"" || line[start] == "'" { start += 1 }
        guard !scalars.isEmpty, start + scalars.count <= line.count,
            line[start..<(start + scalars.count)].elementsEqual(scalars)
        else { return false }
        lines[mark.line - 1].replaceSubrange(
            start..<(start + scalars.count),
            with: repeatElement(name, count: scalars.count)
        )
        renamed[ScenarioPlace(line: mark.line, column: mark.column)] = key
        return true
    }

    /// One of the private-use characters that the file does not use.
    private static func unusedScalar(_ index: Int, in lines: [[Unicode.Scalar]]) -> Unicode.Scalar? {
        (0..<64).lazy.compactMap { Unicode.Scalar(0xE000 + UInt32(index * 64 + $0)) }
            .first { candidate in !lines.contains { $0.contains(candidate) } }
    }

    // MARK: - The tree

    private mutating func tree(of node: Node, depth: Int) -> ScenarioTree {
        switch node {
        case .scalar(let scalar):
            refuse(node)
            let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            let place = Self.place(scalar.mark, scalar.string, extra: isQuoted ? 2 : 0)
            return ScenarioTree(content: .scalar(scalar.string, quoted: scalar.style != .plain), place: place)
        case .sequence(let sequence):
            refuse(node)
            let place = Self.place(sequence.mark, "")
            guard isWithinDepth(depth, place) else { return ScenarioTree(content: .list([]), place: place) }
            return ScenarioTree(content: .list(sequence.map { tree(of: $0, depth: depth + 1) }), place: place)
        case .mapping(let mapping):
            refuse(node)
            let place = Self.place(mapping.mark, "")
            guard isWithinDepth(depth, place) else { return ScenarioTree(content: .mapping([]), place: place) }
            return ScenarioTree(content: .mapping(entries(of: mapping, depth: depth)), place: place)
        case .alias:
            diagnostics.append(ScenarioDiagnostic(at: .start, "aliases (`*`) are not allowed"))
            return ScenarioTree(content: .scalar("", quoted: true), place: .start)
        }
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) -> [ScenarioTree.Entry] {
        var entries: [ScenarioTree.Entry] = []
        var firstPlaces: [String: ScenarioPlace] = [:]
        for (keyNode, valueNode) in mapping {
            guard case .scalar(let scalar) = keyNode else {
                let place = Self.place(keyNode.mark, "")
                diagnostics.append(
                    ScenarioDiagnostic(at: place, "a key must be a word", remedy: "write `key: value`")
                )
                continue
            }
            let mark = scalar.mark.map { ScenarioPlace(line: $0.line, column: $0.column) }
            let key = mark.flatMap { renamed[$0] } ?? scalar.string
            let isQuoted = scalar.style != .plain
            let place = Self.place(scalar.mark, key, extra: isQuoted ? 2 : 0)
            if let first = firstPlaces[key] {
                diagnostics.append(Self.repeated(key, at: place, first: first))
                continue
            }
            firstPlaces[key] = place
            var value = tree(of: valueNode, depth: depth + 1)
            if value.isNull { value.place = place }
            entries.append(ScenarioTree.Entry(key: key, keyPlace: place, value: value))
        }
        return entries
    }

    /// The look before parsing has refused these already; here it is the parser itself that saw them.
    private mutating func refuse(_ node: Node) {
        let place = Self.place(node.mark, "")
        if node.anchor != nil {
            diagnostics.append(ScenarioDiagnostic(at: place, "anchors (`&`) are not allowed"))
        }
    }

    private mutating func isWithinDepth(_ depth: Int, _ place: ScenarioPlace) -> Bool {
        guard depth > Self.depthMax else { return true }
        diagnostics.append(
            ScenarioDiagnostic(
                at: place,
                "nested more than \(Self.depthMax) levels deep",
                remedy: "a scenario needs four; is a bracket or brace left open?"
            )
        )
        return false
    }

    private static func repeated(
        _ key: String,
        at place: ScenarioPlace,
        first: ScenarioPlace? = nil
    ) -> ScenarioDiagnostic {
        ScenarioDiagnostic(
            at: place,
            first.map { "the key \(quote(key)) is already in line \($0.line), column \($0.column)" }
                ?? "the key \(quote(key)) occurs more than once in this mapping",
            remedy: "keep one of them"
        )
    }

    private static func place(_ mark: Mark?, _ text: String, extra: Int = 0) -> ScenarioPlace {
        ScenarioPlace(
            line: mark?.line ?? 1,
            column: mark?.column ?? 1,
            length: text.unicodeScalars.count + extra
        )
    }
}
