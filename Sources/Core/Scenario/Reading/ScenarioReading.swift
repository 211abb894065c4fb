/// What reading one scenario has found wrong so far. Lives as long as one reading and stays in it.
final class ScenarioReading {
    private(set) var diagnostics: [ScenarioDiagnostic] = []
    /// Dotted paths of what could not be read. Checks of meaning that depend on it are left out: they would only
    /// repeat the mistake in other words.
    private var unsound: [String] = []

    /// The paths of the faults, defects and applications that could be read, in the order of the scenario: where one could not, the
    /// positions in the scenario are not those of the file.
    var faultPaths: [String] = []
    var defectPaths: [String] = []
    var appPaths: [String] = []

    /// Something could not be read; what stands at `path` is not to be relied on.
    func report(_ diagnostic: ScenarioDiagnostic, path: String) {
        diagnostics.append(diagnostic)
        unsound.append(path)
    }

    /// Something could be read and makes no sense.
    func report(_ diagnostic: ScenarioDiagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Nothing at, above or below any of these paths was wrong.
    func isSound(_ paths: String...) -> Bool {
        !unsound.contains { bad in
            paths.contains { path in
                bad.isEmpty ? false : bad == path || bad.hasPrefix(path + ".") || path.hasPrefix(bad + ".")
            }
        }
    }
}
