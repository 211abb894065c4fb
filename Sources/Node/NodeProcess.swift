package import Core
package import Logging
import NIOCore
import NIOPosix
import Runtime

/// The process of one node: `rollcall node`.
///
/// Exit codes: 0 after a stop command, a closed stdin or a signal; 75 when the port is taken, the history cannot go on or
/// the descriptors do not suffice; 69 when Redis refuses for good (wrong password, cluster mode, too old); 64 for settings
/// that cannot be. A Redis that is merely not there is waited for.
package enum NodeProcess {
    /// Descriptors that a node needs besides those of its clients.
    private static let descriptorsMin = 64

    /// Runs under an orchestrator: settings and commands on stdin, events on stdout.
    ///
    /// - Throws: ``ControlError`` when the settings cannot be read.
    package static func runControlled(logger: Logger) async throws -> ExitCode {
        try await ControlLoop.run(
            settings: NodeSettings.self,
            command: NodeCommand.self,
            event: NodeEvent.self
        ) { settings, commands, output in
            await run(settings: settings, commands: commands, logger: logger) { output.send($0) }
        }
    }

    /// Runs until a stop command, the end of `commands`, SIGTERM, SIGINT or SIGHUP, or an error that nothing mends.
    ///
    /// A person at a terminal gives commands that never end. `report` may be called on any thread.
    package static func run<Commands: AsyncSequence & Sendable>(
        settings: NodeSettings,
        commands: Commands,
        logger: Logger,
        report: @escaping @Sendable (NodeEvent) -> Void
    ) async -> ExitCode where Commands.Element == NodeCommand {
        Signals.ignoreSIGPIPE()
        let signals = Signals.termination()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let code: ExitCode
        do {
            try DescriptorLimit.raise(toAtLeast: descriptorsMin)
            code = try await serve(settings, commands, signals, on: group.next(), logger, report)
        } catch {
            let error = error as? HarnessError ?? HarnessError(.bug, "\(error)")
            report(.failed(message: error.description, code: error.code))
            code = error.code
        }
        try? await group.shutdownGracefully()
        return code
    }

    /// Why a node ends.
    private enum Ending: Sendable {
        case asked
        case failed(ExitCode)
    }

    private static func serve<Commands: AsyncSequence & Sendable>(
        _ settings: NodeSettings,
        _ commands: Commands,
        _ signals: AsyncStream<TerminationSignal>,
        on eventLoop: any EventLoop,
        _ logger: Logger,
        _ report: @escaping @Sendable (NodeEvent) -> Void
    ) async throws -> ExitCode where Commands.Element == NodeCommand {
        let (endings, end) = AsyncStream<Ending>.makeStream(bufferingPolicy: .bufferingOldest(4))
        let server = try await NodeServer.start(settings: settings, on: eventLoop, logger: logger) { event in
            report(event)
            if case .failed(_, let code) = event { end.yield(.failed(code)) }
        }
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                do {
                    for try await command in commands {
                        switch command {
                        case .status: report(try await server.status())
                        case .arm(let failpoint): try await server.arm(failpoint)
                        case .disarm(let id): try await server.disarm(failpoint: id)
                        case .stop: end.yield(.asked)
                        }
                    }
                    end.yield(.asked)
                } catch {
                    guard !Task.isCancelled else { return }
                    report(.failed(message: "\(error)", code: .bug))
                    end.yield(.failed(.bug))
                }
            }
            tasks.addTask {
                for await _ in signals { end.yield(.asked) }
            }
            let ending = await endings.first { _ in true } ?? .asked
            try await server.stop()
            tasks.cancelAll()
            switch ending {
            case .asked: return .held
            case .failed(let code): return code
            }
        }
    }
}
