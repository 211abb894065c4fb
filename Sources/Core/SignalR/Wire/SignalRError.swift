/// What went wrong in a SignalR value: bad input from a client, from Redis or from the settings.
package struct SignalRError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The domain of the input that was refused.
    package enum Code: Hashable, Sendable {
        /// Bytes on the backplane channel that are no payload (reference signalr2, section 7.2).
        case payload
        /// A cursor text that is malformed behind a right prefix (section 4).
        case cursor
        /// A frame or form field that is no hub invocation (section 2.4).
        case invocation
        /// A `connectionData` that names no known hub, one twice, or is no JSON (section 1.4).
        case connectionData
        /// The value of a command message (section 8).
        case command
        /// A setting that the original refuses at its start (section 7.4).
        case configuration
    }

    package let code: Code
    /// What was wrong, where, and what was expected.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(code): \(message)" }
}
