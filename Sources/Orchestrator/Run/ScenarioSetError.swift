package import Core

/// Everything that is wrong in the scenario files of a command line.
package struct ScenarioSetError: Error, CustomStringConvertible {
    package var files: [ScenarioDiagnostics]

    package var description: String { files.map(\.description).joined(separator: "\n") }
}
