package import Core
package import Logging
import NIOCore
import NIOPosix
import Runtime

/// The process of a balancer: `rollcall balancer`. One address in front of all nodes.
///
/// Exit codes: 0 after a stop command, a closed stdin or a signal; 75 when the port is taken or the descriptors do not
/// suffice.
package enum BalancerProcess {
    /// Descriptors besides those of clients: listener, standard streams, event loop, health checks.
    private static let ownDescriptors = 256

    /// Settings and commands on stdin, events on stdout.
    ///
    /// - Throws: ``ControlError`` when the settings cannot be read.
    package static func runControlled(logger: Logger) async throws -> ExitCode {
        try await ControlLoop.run(
            settings: BalancerSettings.self,
            command: BalancerCommand.self,
            event: BalancerEvent.self
        ) { settings, commands, output in
            await run(settings: settings, commands: commands, logger: logger) { output.send($0) }
        }
    }

    /// Runs until a stop command, the end of `commands`, or SIGTERM, SIGINT or SIGHUP. `report` may be called on any thread.
    package static func run<Commands: AsyncSequence & Sendable>(
        settings: BalancerSettings,
        commands: Commands,
        logger: Logger,
        report: @escaping @Sendable (BalancerEvent) -> Void
    ) async -> ExitCode where Commands.Element == BalancerCommand {
        Signals.ignoreSIGPIPE()
        let signals = Signals.termination()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var code = ExitCode.held
        do {
            // A client and the node that it talks with.
            try DescriptorLimit.raise(toAtLeast: ownDescriptors + 2 * settings.connectionsMax)
            try await serve(settings, commands, signals, on: group.next(), logger, report)
        } catch {
            let error = error as? HarnessError ?? HarnessError(.bug, "\(error)")
            report(.failed(message: error.description, code: error.code))
            code = error.code
        }
        try? await group.shutdownGracefully()
        return code
    }

    private static func serve<Commands: AsyncSequence & Sendable>(
        _ settings: BalancerSettings,
        _ commands: Commands,
        _ signals: AsyncStream<TerminationSignal>,
        on eventLoop: any EventLoop,
        _ logger: Logger,
        _ report: @escaping @Sendable (BalancerEvent) -> Void
    ) async throws where Commands.Element == BalancerCommand {
        let server = try await BalancerServer.start(settings, on: eventLoop, logger: logger, report: report)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for try await command in commands {
                    switch command {
                    case .nodes(let nodes): try await server.replace(with: nodes)
                    case .status: report(.status(try await server.status()))
                    case .stop: return
                    }
                }
            }
            tasks.addTask { for await _ in signals { return } }
            // Whatever comes first ends it.
            let result = await tasks.nextResult()
            tasks.cancelAll()
            try await server.stop()
            if case .failure(let error)? = result, !(error is CancellationError) { throw error }
        }
    }
}
