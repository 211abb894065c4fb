/// When output has colours.
package enum ColorMode: String, Sendable, CaseIterable {
    /// On terminals that understand them.
    case auto
    case always
    case never

    /// Whether a stream gets colours. What the command line says stands above the environment, and there `NO_COLOR`
    /// (no-color.org) above `CLICOLOR_FORCE` and `CLICOLOR` (bixense.com/clicolors).
    package func isOn(environment: [String: String], isTerminal: Bool) -> Bool {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            if value("NO_COLOR") != nil { return false }
            if let force = value("CLICOLOR_FORCE"), force != "0" { return true }
            if value("CLICOLOR") == "0" { return false }
            return isTerminal && value("TERM").map { $0 != "dumb" } ?? false
        }
    }
}
