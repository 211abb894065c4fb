/// Why a command of ours cannot go on: what happened and where, what to do about it, and the code to exit with.
package struct HarnessError: Error, Hashable, Sendable {
    package var code: ExitCode
    /// What happened, where, with the values that matter. One or more lines, no full stop needed at the end.
    package var message: String
    /// What the user can do; nil when there is nothing to say beyond the message.
    package var remedy: String?

    package init(_ code: ExitCode, _ message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

extension HarnessError: CustomStringConvertible {
    /// The message, and the remedy on a line of its own.
    package var description: String {
        guard let remedy else { return message }
        return "\(message)\n  \(remedy)"
    }
}
