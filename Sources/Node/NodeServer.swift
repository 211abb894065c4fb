package import Core
package import Logging
package import NIOCore
import NIOPosix
import Runtime

/// One running node: listener, reference server, backplane and history on one event loop.
///
/// A handle for code outside the event loop; ``NodeProcess`` is the process around it.
package struct NodeServer: Sendable {
    /// The port that is listened on.
    package let port: UInt16
    private let eventLoop: any EventLoop
    private let server: NIOLoopBound<SignalRServer>
    private let listener: any Channel

    /// Listens, and begins to connect to Redis. `report` is called on the event loop; its first event is `listening`.
    ///
    /// - Throws: ``HarnessError``: 75 when the port is taken or the history cannot be made, 64 for wrong settings.
    package static func start(
        settings: NodeSettings,
        on eventLoop: any EventLoop,
        logger: Logger,
        report: @escaping @Sendable (NodeEvent) -> Void
    ) async throws -> NodeServer {
        try await start(settings: settings, hubs: { .standard }, on: eventLoop, logger: logger, report: report)
    }

    /// With other hubs than the standard ones.
    static func start(
        settings: NodeSettings,
        hubs: @escaping @Sendable () -> HubRegistry,
        on eventLoop: any EventLoop,
        logger: Logger,
        report: @escaping @Sendable (NodeEvent) -> Void
    ) async throws -> NodeServer {
        let server = try await eventLoop.submit {
            let server = try make(settings, hubs: hubs(), on: eventLoop, logger: logger, report: report)
            return NIOLoopBound(server, eventLoop: eventLoop)
        }.get()
        let listener: any Channel
        do {
            listener = try await eventLoop.flatSubmit {
                NodeListener.bind(
                    port: settings.port,
                    messageBytesMax: settings.signalr.inboundMessageBytesMax,
                    handler: server.value,
                    on: eventLoop
                )
            }.get()
        } catch {
            try? await eventLoop.submit {
                server.value.bus.stop()
                try server.value.trace.recorder.close()
            }.get()
            throw HarnessError(
                .environment,
                "cannot listen on 127.0.0.1:\(settings.port): \(error)",
                remedy: settings.port == 0 ? nil : "choose another port, or 0 for any free one"
            )
        }
        guard let port = listener.localAddress?.port.flatMap({ UInt16(exactly: $0) }) else {
            throw HarnessError(.bug, "a listening socket has no port")
        }
        try await eventLoop.submit {
            report(.listening(port: port))
            try server.value.start()
        }.get()
        return NodeServer(port: port, eventLoop: eventLoop, server: server, listener: listener)
    }

    private static func make(
        _ settings: NodeSettings,
        hubs: HubRegistry,
        on eventLoop: any EventLoop,
        logger: Logger,
        report: @escaping @Sendable (NodeEvent) -> Void
    ) throws -> SignalRServer {
        let recorder: HopRecorder
        do {
            recorder = try HopRecorder(settings: settings) { error in
                report(.failed(message: error.description, code: error.exitCode))
            }
        } catch let error as HistoryFileError {
            throw HarnessError(error.exitCode, error.description)
        }
        let trace = MessageTrace(recorder: recorder)
        trace.onFailpoint = { report(.failpoint($0)) }
        // Every node of a run opens the tokens of every other, also one that was started again.
        let seal = TokenSeal(key: SipHashKey(secret: "\(settings.run)/\(settings.app)"))
        let bus: any MessageBus
        do {
            bus = try makeBus(settings, trace: trace, seal: seal, on: eventLoop, logger: logger)
        } catch let error as SignalRError {
            try? recorder.close()
            throw HarnessError(.usage, "signalr settings: \(error.message)")
        }
        let server = SignalRServer(
            settings: settings,
            hubs: hubs,
            bus: bus,
            trace: trace,
            seal: seal,
            on: eventLoop,
            logger: logger
        )
        var wasReady = false
        server.onBackplane = { state in
            switch state {
            case .subscribed:
                if wasReady { report(.backplane(subscribed: true, reason: "subscribed again")) } else { report(.ready) }
                wasReady = true
            case .lost(let reason): report(.backplane(subscribed: false, reason: reason))
            case .refused(let reason): report(.failed(message: reason, code: .unavailable))
            }
        }
        return server
    }

    /// A new kind of backplane is one folder, a case of ``BackplaneKind`` and a line here.
    private static func makeBus(
        _ settings: NodeSettings,
        trace: MessageTrace,
        seal: TokenSeal,
        on eventLoop: any EventLoop,
        logger: Logger
    ) throws -> any MessageBus {
        func scaleout(over backplane: any Backplane) -> ScaleoutMessageBus {
            ScaleoutMessageBus(
                settings: settings,
                backplane: backplane,
                trace: trace,
                seal: seal,
                on: eventLoop,
                logger: logger
            )
        }
        let ticks = { BackplanePayload.ticks(unixNanoseconds: WallClock.unixNanoseconds()) }
        switch settings.backplane {
        case .signalr:
            return scaleout(
                over: try SignalRBackplane(settings: settings, on: eventLoop, logger: logger, originTicks: ticks)
            )
        case .pubsub:
            return scaleout(
                over: PubSubBackplane(settings: settings, on: eventLoop, logger: logger, originTicks: ticks)
            )
        case .stream:
            return try StreamMessageBus(settings: settings, trace: trace, seal: seal, on: eventLoop, logger: logger)
        }
    }

    /// What the node says of itself.
    package func status() async throws -> NodeEvent {
        try await eventLoop.submit {
            .status(connections: server.value.openConnections, backplaneSubscribed: server.value.isSubscribed)
        }.get()
    }

    /// Answered by an event of the failpoint.
    package func arm(_ failpoint: Failpoint) async throws {
        try await eventLoop.submit { server.value.trace.arm(failpoint) }.get()
    }

    /// Answered by an event of the failpoint.
    package func disarm(failpoint id: Int) async throws {
        try await eventLoop.submit { server.value.trace.disarm(id) }.get()
    }

    /// Takes no more connections, ends those that are there with a normal close, leaves the backplane and completes the
    /// history.
    ///
    /// - Throws: ``HarnessError`` when the history could not be completed.
    package func stop() async throws {
        try? await listener.close()
        let closed = try await eventLoop.submit {
            let sockets = server.value.connections.values.map(\.socket)
            server.value.stop()
            return EventLoopFuture.andAllComplete(sockets.compactMap(\.closed), on: eventLoop)
        }.get()
        // The sockets end themselves when a client does not answer.
        try? await closed.get()
        do {
            try await eventLoop.submit { try server.value.trace.recorder.close() }.get()
        } catch let error as HistoryFileError {
            throw HarnessError(error.exitCode, error.description)
        }
    }
}
