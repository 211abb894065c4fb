package import Core
import FoundationEssentials

/// What is wrong with a line of the control protocol: the line's start, the reason, and where the protocol is described.
package struct ControlError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The stream ended before the first line.
        case noSettings
        case lineTooLong(lineBytesMax: Int)
        /// It is not the JSON that is expected here.
        case malformed(String)
        /// More than ``ControlLoop/commandsWaitingMax`` commands were sent before one was taken.
        case tooManyWaiting
        /// The other side has not read for so long that ``ControlLoop/outputBytesMax`` waited.
        case outputStuck
        /// The descriptor failed.
        case failed(String)
    }

    package var reason: Reason
    /// What was read or written when it happened, for example `settings`.
    package var expected: String
    /// The first characters of the line; empty where there is none.
    package var lineStart: String

    package init(_ reason: Reason, expected: String, line: some Sequence<UInt8> = []) {
        self.reason = reason
        self.expected = expected
        let shown = Array(line.prefix(LineSplitter.shownBytesMax + 1))
        lineStart = String(decoding: shown.prefix(LineSplitter.shownBytesMax), as: UTF8.self)
        if shown.count > LineSplitter.shownBytesMax { lineStart += "..." }
    }
}

extension ControlError: CustomStringConvertible {
    package var description: String {
        let place = lineStart.isEmpty ? "" : "\n  line: \(lineStart)"
        return "control protocol, \(expected): \(explanation)\(place)\n  docs/control-protocol.md describes every line"
    }

    private var explanation: String {
        switch reason {
        case .noSettings: "stdin ended before the settings; the first line must be one JSON object"
        case .lineTooLong(let lineBytesMax): "a line is longer than \(lineBytesMax) bytes"
        case .malformed(let why): why
        case .tooManyWaiting: "more than \(ControlLoop.commandsWaitingMax) commands are waiting"
        case .outputStuck: "nobody reads stdout; \(ControlLoop.outputBytesMax) bytes are waiting"
        case .failed(let why): why
        }
    }

    /// As an error of the command: a protocol that is not kept is a bug on one of the two sides, save for a user who
    /// starts a node by hand without settings.
    package var harnessError: HarnessError {
        HarnessError(reason == .noSettings ? .usage : .bug, description)
    }
}

extension ControlError {
    /// Says in one line what a `DecodingError` found, with the path of keys to it.
    static func explain(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, let context):
            return "'\(path(context.codingPath + [key]))' is missing"
        case .valueNotFound(_, let context):
            return "'\(path(context.codingPath))' must not be null"
        case .typeMismatch(let type, let context):
            return "'\(path(context.codingPath))' is not a \(type): \(context.debugDescription)"
        case .dataCorrupted(let context):
            let place = context.codingPath.isEmpty ? "" : "'\(path(context.codingPath))': "
            return place + context.debugDescription
        @unknown default: return "\(error)"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty
            ? "line" : keys.map { key in key.intValue.map { "\($0)" } ?? key.stringValue }.joined(separator: ".")
    }
}
