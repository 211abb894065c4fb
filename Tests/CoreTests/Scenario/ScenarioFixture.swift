import Foundation
import Testing

@testable import Core

/// Short ways to read scenarios in tests.
enum ScenarioFixture {
    /// The shortest scenario there is; `more` is added at the end.
    static func minimal(_ more: String = "") -> String {
        """
        scenario: s
        traffic: [{count: 100}]
        \(more)
        """
    }

    static func parse(_ text: String) -> Result<ScenarioFile, ScenarioDiagnostics> {
        ScenarioFile.parse(Array(text.utf8), path: "s.yaml")
    }

    static func scenario(
        _ text: String,
        variant: String? = nil,
        backplane: BackplaneKind? = nil
    ) throws -> Scenario {
        try parse(text).get().scenario(variant: variant, backplane: backplane)
    }

    /// What is printed; empty when nothing is wrong.
    static func report(_ text: String) -> String { report(Array(text.utf8)) }

    static func report(_ bytes: [UInt8]) -> String {
        if case .failure(let diagnostics) = ScenarioFile.parse(bytes, path: "s.yaml") { "\(diagnostics)" } else { "" }
    }

    /// `line:column problem` of each mistake.
    static func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

    static func problems(_ bytes: [UInt8]) -> [String] {
        guard case .failure(let diagnostics) = ScenarioFile.parse(bytes, path: "s.yaml") else { return [] }
        return diagnostics.all.map {
            "\($0.place.line):\($0.place.column) \($0.problem)" + ($0.context.map { " (\($0))" } ?? "")
        }
    }

    /// The folder of the package.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every scenario file of the repository, by its path in `scenarios`.
    static func files() throws -> [(path: String, bytes: [UInt8])] {
        try ["", "canaries/"].flatMap { folder in
            let names = try FileManager.default.contentsOfDirectory(
                atPath: package.appending(path: "scenarios/\(folder)").path
            )
            return try names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
                (folder + name, [UInt8](try Data(contentsOf: package.appending(path: "scenarios/\(folder)\(name)"))))
            }
        }
    }
}
