/// How sure one is of what became of an operation.
package enum Outcome: UInt8, Sendable, Codable {
    /// Acknowledged.
    case ok = 0
    /// It had no effect, for certain.
    case fail = 1
    /// It may have taken effect, or may yet.
    case info = 2
}
