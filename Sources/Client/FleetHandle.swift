import Core
import Logging
import NIOCore
import Runtime

/// A ``ClientFleet`` seen from outside its event loop.
struct FleetHandle: Sendable {
    private let fleet: NIOLoopBound<ClientFleet>
    private let eventLoop: any EventLoop
    private let exit: EventLoopFuture<ExitCode>

    /// Makes the fleet of these settings on `eventLoop`, with its history file.
    ///
    /// - Parameters:
    ///   - history: makes the record, on the event loop.
    ///   - emit: takes the events, on the event loop.
    static func make(
        _ settings: ClientSettings,
        history: @escaping @Sendable () throws -> any HistoryRecording,
        logger: Logger,
        on eventLoop: any EventLoop,
        emit: @escaping @Sendable (ClientEvent) -> Void
    ) async throws -> FleetHandle {
        let exit = eventLoop.makePromise(of: ExitCode.self)
        do {
            return try await eventLoop.submit {
                let history = try history()
                let fleet = ClientFleet(settings, history: history, logger: logger, on: eventLoop, emit: emit) {
                    exit.succeed($0)
                }
                fleet.equip(SignalRSessionMaker(settings, on: eventLoop))
                return FleetHandle(
                    fleet: NIOLoopBound(fleet, eventLoop: eventLoop),
                    eventLoop: eventLoop,
                    exit: exit.futureResult
                )
            }.get()
        } catch {
            exit.fail(error)
            throw error
        }
    }

    func handle(_ command: ClientCommand) {
        eventLoop.execute { fleet.value.handle(command) }
    }

    /// As ``ClientCommand/stop``.
    func stop() {
        eventLoop.execute { fleet.value.stop() }
    }

    /// At once, without a word to the servers; the history is closed.
    func end(_ code: ExitCode) {
        eventLoop.execute { fleet.value.end(code) }
    }

    func fail(_ error: HarnessError) {
        eventLoop.execute { fleet.value.fail(error.description, error.code) }
    }

    /// The code with which the fleet ended.
    func ended() async throws -> ExitCode {
        try await exit.get()
    }
}
