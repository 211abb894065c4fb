import Yams

/// Says in plain words what the YAML parser stumbled over.
enum ScenarioSyntaxError {
    static func diagnostic(of error: any Error, in text: ScenarioText) -> ScenarioDiagnostic {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let (said, remedy) = explain(problem, context: context?.text ?? "")
            let since = context.flatMap { $0.mark.line < mark.line ? " (begun in line \($0.mark.line))" : nil } ?? ""
            return ScenarioDiagnostic(at: place(mark, in: text), said + since, remedy: remedy)
        case YamlError.reader(let problem, _, _, _):
            return ScenarioDiagnostic(at: .start, problem, remedy: "save the file as UTF-8 text")
        default:
            return ScenarioDiagnostic(at: .start, "the YAML parser failed: \(quote(String(describing: error)))")
        }
    }

    /// A mark behind the last line is shown at its end.
    private static func place(_ mark: Mark, in text: ScenarioText) -> ScenarioPlace {
        guard mark.line > text.lines.count, let last = text.lines.lastIndex(where: { !$0.isEmpty }) else {
            return ScenarioPlace(line: mark.line, column: mark.column)
        }
        return ScenarioPlace(line: last + 1, column: text.lines[last].count + 1)
    }

    private static func explain(_ problem: String, context: String) -> (String, String) {
        switch problem {
        case "found character that cannot start any token":
            ("no value can begin with this character", "put the text in quotes")
        case "mapping values are not allowed in this context":
            ("a `:` where no key can be", "check the indentation; text with `: ` in it needs quotes")
        case "could not find expected ':'":
            ("a key without its `:`", "write `key: value`")
        case "did not find expected key":
            (
                "a key was expected here",
                "keys of one mapping begin in the same column; text after quotes is not allowed"
            )
        case "did not find expected ',' or '}'":
            ("`,` or `}` was expected here", "close the brace; text with `,`, `{` or `: ` in it needs quotes")
        case "did not find expected ',' or ']'":
            ("`,` or `]` was expected here", "close the bracket; text with `,` or `[` in it needs quotes")
        case "did not find expected '-' indicator":
            ("`- ` was expected here", "items of one list begin in the same column")
        case "block sequence entries are not allowed in this context":
            ("a list cannot begin here", "put `- ` on the line after the key")
        case "did not find expected node content":
            ("a value was expected here", "write a value, or remove what is too much")
        case "did not find expected <document start>":
            ("the text goes on behind its end", "keys of one mapping begin in the same column")
        case "found unexpected end of stream":
            ("the file ends in the middle of a text", "close the quotes")
        default:
            (context.isEmpty ? problem : "\(problem), \(context)", "see docs/scenarios.md, \"The file\"")
        }
    }
}
