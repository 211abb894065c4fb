/// Every mistake of one scenario file, in the order of the file, with the lines they stand on.
package struct ScenarioDiagnostics: Error, Sendable {
    /// As it was given on the command line.
    package let path: String
    /// Never empty, sorted by place.
    package let all: [ScenarioDiagnostic]
    /// Of the lines that `all` names, by number.
    private let excerpts: [Int: String]

    /// More than these are counted, not shown.
    private static let shownMax = 100

    init(path: String, _ diagnostics: [ScenarioDiagnostic], text: ScenarioText?) {
        precondition(!diagnostics.isEmpty, "a file without mistakes has no diagnostics")
        self.path = path
        var seen: Set<ScenarioDiagnostic> = []
        all = diagnostics.filter { seen.insert($0).inserted }
            .sorted { ($0.place, $0.problem, $0.context ?? "") < ($1.place, $1.problem, $1.context ?? "") }
        var lines: [Int: String] = [:]
        for diagnostic in all.prefix(Self.shownMax) where lines[diagnostic.place.line] == nil {
            if let text { lines[diagnostic.place.line] = SecretMask.masked(text.line(diagnostic.place.line)) }
        }
        excerpts = lines
    }
}

extension ScenarioDiagnostics: CustomStringConvertible {
    /// For people and for editors: `path:line:column: error: ...`, then the line with a caret, then what helps.
    package var description: String {
        var parts = all.prefix(Self.shownMax).map(render)
        if all.count > Self.shownMax {
            parts.append("\(path): error: \(all.count - Self.shownMax) more mistakes are not shown")
        }
        return parts.joined(separator: "\n")
    }

    private func render(_ diagnostic: ScenarioDiagnostic) -> String {
        let place = diagnostic.place
        var lines = ["\(path):\(place.line):\(place.column): error: \(diagnostic.problem)"]
        if let context = diagnostic.context { lines[0] += " (\(context))" }
        lines += excerpt(of: place)
        if let nearest = diagnostic.nearest { lines.append("  did you mean '\(nearest)'?") }
        if let expected = diagnostic.expected { lines.append("  expected: \(expected)") }
        if let remedy = diagnostic.remedy { lines.append("  to mend: \(remedy)") }
        return lines.joined(separator: "\n")
    }

    /// The line and a caret under the place. Long lines are cut around it.
    private func excerpt(of place: ScenarioPlace) -> [String] {
        guard let line = excerpts[place.line], line.contains(where: { !$0.isWhitespace }) else { return [] }
        let scalars = Array(line.unicodeScalars)
        let widthMax = 110
        let from = place.column > widthMax - 20 ? place.column - 40 : 0
        let shown = scalars.dropFirst(from).prefix(widthMax)
        let column = min(place.column - 1 - from, shown.count)
        let length = max(1, min(place.length, shown.count - column))
        let gutter = String(repeating: " ", count: max(0, 5 - String(place.line).count))
        let visible = String(String.UnicodeScalarView(shown)).replacingScalars { $0.isControl ? " " : nil }
        return [
            "\(gutter)\(place.line) | \(visible)",
            "      | " + String(repeating: " ", count: column) + "^" + String(repeating: "~", count: length - 1),
        ]
    }
}
