/// Where something stands in a scenario file. Line and column count from 1, columns in Unicode scalars.
package struct ScenarioPlace: Hashable, Sendable, Codable {
    package var line: Int
    package var column: Int
    /// Unicode scalars to underline, at least 1.
    package var length: Int

    package init(line: Int, column: Int, length: Int = 1) {
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    package static let start = ScenarioPlace(line: 1, column: 1)
}

extension ScenarioPlace: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column, left.length) < (right.line, right.column, right.length)
    }
}
