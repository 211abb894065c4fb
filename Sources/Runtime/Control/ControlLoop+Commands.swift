import Core
import Glibc

extension ControlLoop {
    /// As ``run(settings:command:event:input:output:body:)`` for a process whose settings came another way, by its flags:
    /// every line on stdin is a command.
    package static func run<Command, Event, Success>(
        command: Command.Type,
        event: Event.Type,
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO,
        body: (ControlCommands<Command>, ControlOutput<Event>) async throws -> Success
    ) async throws -> Success where Command: Decodable & Sendable, Event: Encodable & Sendable {
        Signals.ignoreSIGPIPE()
        let writer = LineWriter(descriptor: output)
        let outcome: Result<Success, any Error>
        do {
            let commands = ControlCommands<Command>(lines: ControlInput.lines(of: input))
            outcome = .success(try await body(commands, ControlOutput(writer: writer)))
        } catch {
            outcome = .failure(error)
        }
        await writer.close(within: drainTimeout)
        return try outcome.get()
    }
}
