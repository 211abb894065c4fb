package import Core
import Glibc
package import Logging
import NIOCore
import NIOPosix
import Runtime

/// `rollcall client`: the synthetic clients of one process, from the settings on stdin to the exit code.
package enum ClientProcess {
    /// Runs until told to stop, by SIGTERM or SIGINT, or until stdin closes. Never throws: what goes wrong is logged, told
    /// to whoever reads stdout where that is possible, and is the exit code.
    ///
    /// - Parameters:
    ///   - input: where the settings and commands come from; stays the caller's.
    ///   - output: where the events go; stays the caller's.
    package static func run(
        logger: Logger,
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO
    ) async -> ExitCode {
        do {
            return try await ControlLoop.run(
                settings: ClientSettings.self,
                command: ClientCommand.self,
                event: ClientEvent.self,
                input: input,
                output: output
            ) { settings, commands, output in
                do {
                    return try await serve(settings, commands, output, logger)
                } catch {
                    let known = harnessError(error)
                    logger.error("the client process cannot go on", metadata: ["why": "\(known)"])
                    output.send(.failed(message: known.description, code: known.code))
                    return known.code
                }
            }
        } catch {
            let known = harnessError(error)
            logger.error("the client process cannot go on", metadata: ["why": "\(known)"])
            return known.code
        }
    }

    private static func harnessError(_ error: any Error) -> HarnessError {
        switch error {
        case let error as HarnessError: error
        case let error as ControlError: error.harnessError
        case let error as HistoryFileError: HarnessError(error.exitCode, error.description)
        default: HarnessError(.bug, "\(error)")
        }
    }

    private static func serve(
        _ settings: ClientSettings,
        _ commands: ControlCommands<ClientCommand>,
        _ output: ControlOutput<ClientEvent>,
        _ logger: Logger
    ) async throws -> ExitCode {
        try settings.check()
        try DescriptorLimit.raise(toAtLeast: settings.descriptorsNeeded)
        let signals = Signals.termination()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let result: Result<ExitCode, any Error>
        do {
            let fleet = try await FleetHandle.make(
                settings,
                history: { try openHistory(settings) },
                logger: logger,
                on: group.next()
            ) { output.send($0) }
            output.send(.ready)
            result = .success(try await conduct(fleet, commands, signals))
        } catch {
            result = .failure(error)
        }
        // Nothing runs on it any more; a failure to end its thread changes no outcome.
        try? await group.shutdownGracefully()
        return try result.get()
    }

    private static func openHistory(_ settings: ClientSettings) throws -> any HistoryRecording {
        guard let path = settings.history else { return NoHistory() }
        let process = UInt32(clamping: settings.process)
        return try HistoryWriter(path: path, header: .current(role: .client, process: process, run: settings.run))
    }

    /// Ends with whatever comes first: the fleet's own end, a signal followed by a clean end, or the end of stdin, after
    /// which nobody is there to hear anything.
    private static func conduct(
        _ fleet: FleetHandle,
        _ commands: ControlCommands<ClientCommand>,
        _ signals: AsyncStream<TerminationSignal>
    ) async throws -> ExitCode {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in signals {
                    fleet.stop()
                    break
                }
            }
            group.addTask {
                do {
                    for try await command in commands { fleet.handle(command) }
                    if !Task.isCancelled { fleet.end(.held) }
                } catch {
                    fleet.fail(harnessError(error))
                }
            }
            let code = try await fleet.ended()
            group.cancelAll()
            return code
        }
    }
}
