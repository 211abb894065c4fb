import Core

/// One workflow command of GitHub Actions that marks a line of a file (docs.github.com, "Workflow commands", "Setting an
/// error message").
struct GitHubAnnotation: Hashable {
    enum Level: String {
        case error, warning
    }

    var level: Level
    /// Relative to the workspace.
    var file: String
    /// From 1.
    var line: Int
    var column: Int
    var title: String
    /// Can have several lines.
    var message: String

    /// One line, with a line feed.
    var text: String {
        let properties = [("file", file), ("line", "\(line)"), ("col", "\(column)"), ("title", title)]
        let written = properties.map { "\($0)=\(Self.escapedProperty($1))" }.joined(separator: ",")
        return "::\(level.rawValue) \(written)::\(Self.escapedData(message))\n"
    }

    /// As the runner reads it back: percent first, then line ends. Other control characters would only spoil the log.
    private static func escapedData(_ text: String) -> String {
        text.replacingScalars { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            default: scalar.isControl ? "\u{FFFD}" : nil
            }
        }
    }

    private static func escapedProperty(_ text: String) -> String {
        escapedData(text).replacingScalars { scalar in
            switch scalar {
            case ":": "%3A"
            case ",": "%2C"
            default: nil
            }
        }
    }
}
