import Core
import FoundationEssentials
import Glibc

/// The conversation of a process of ours with whoever started it: JSON lines, settings first and commands after them on
/// stdin, events on stdout (docs/control-protocol.md).
///
/// Reading and writing happen on two threads of their own, so a silent or slow other side holds up neither the
/// cooperative pool nor an event loop, and stdin may be a pipe, a file or a terminal.
package enum ControlLoop {
    /// Longest line, in bytes: the settings of 10 000 clients need about 1 MiB.
    package static let lineBytesMax = 16 << 20
    /// Commands that may wait to be taken.
    package static let commandsWaitingMax = 1024
    /// Bytes of events that may wait to be read by the other side.
    package static let outputBytesMax = 16 << 20
    /// How long the end of ``run`` waits for the other side to read the last events.
    package static let drainTimeout: Duration = .seconds(2)

    /// Reads the settings, then calls `body` with them, the commands that follow and a place for events. Returns when
    /// `body` has returned and its events are written.
    ///
    /// The commands end when stdin closes, and then the process has to end too: nobody is there any more.
    ///
    /// - Throws: ``ControlError`` when the settings are not there or wrong; whatever `body` throws.
    package static func run<Settings, Command, Event, Success>(
        settings: Settings.Type,
        command: Command.Type,
        event: Event.Type,
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO,
        body: (Settings, ControlCommands<Command>, ControlOutput<Event>) async throws -> Success
    ) async throws -> Success where Settings: Decodable, Command: Decodable & Sendable, Event: Encodable & Sendable {
        Signals.ignoreSIGPIPE()
        let lines = ControlInput.lines(of: input)
        let writer = LineWriter(descriptor: output)
        let first: Settings
        do {
            var iterator = lines.makeAsyncIterator()
            guard let line = try await iterator.next() else { throw ControlError(.noSettings, expected: "settings") }
            first = try decode(Settings.self, line, expected: "settings")
        } catch {
            await writer.close(within: .zero)
            throw error
        }
        do {
            let value = try await body(first, ControlCommands(lines: lines), ControlOutput(writer: writer))
            await writer.close(within: drainTimeout)
            return value
        } catch {
            await writer.close(within: drainTimeout)
            throw error
        }
    }

    /// Decodes one line; a line that does not fit is a ``ControlError`` that shows it.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        _ line: [UInt8],
        expected: String
    ) throws(ControlError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(line))
        } catch {
            throw ControlError(.malformed(ControlError.explain(error)), expected: expected, line: line)
        }
    }

    /// One line with its LF. The keys are sorted, so that the same value is always the same line.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var line = Array(try encoder.encode(value))
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
