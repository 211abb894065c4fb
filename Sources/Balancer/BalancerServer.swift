package import Core
package import Logging
package import NIOCore
import NIOPosix

/// A running balancer: a handle for code outside its event loop.
package struct BalancerServer: Sendable {
    /// The port that is listened on.
    package let port: UInt16
    private let eventLoop: any EventLoop
    private let dispatcher: NIOLoopBound<Dispatcher>
    private let listener: any Channel

    /// Connections that may wait to be accepted.
    private static let backlog: Int32 = 4_096

    /// Listens on 127.0.0.1. `report` is called on the event loop; its first event is `listening`.
    ///
    /// - Throws: ``HarnessError`` 75 when the port is taken.
    package static func start(
        _ settings: BalancerSettings,
        on eventLoop: any EventLoop,
        logger: Logger,
        report: @escaping @Sendable (BalancerEvent) -> Void
    ) async throws -> BalancerServer {
        let dispatcher = try await eventLoop.submit {
            NIOLoopBound(
                Dispatcher(settings, on: eventLoop, logger: logger, report: report),
                eventLoop: eventLoop
            )
        }.get()
        let listener: any Channel
        do {
            listener = try await ServerBootstrap(group: eventLoop)
                .serverChannelOption(.backlog, value: backlog)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(RequestHandler(dispatcher.value))
                    }
                }
                .bind(host: "127.0.0.1", port: Int(settings.port)).get()
        } catch {
            throw HarnessError(
                .environment,
                "the balancer cannot listen on 127.0.0.1:\(settings.port): \(error)",
                remedy: settings.port == 0 ? nil : "choose another port, or 0 for any free one"
            )
        }
        guard let port = listener.localAddress?.port.flatMap({ UInt16(exactly: $0) }) else {
            throw HarnessError(.bug, "a listening socket has no port")
        }
        try await eventLoop.submit {
            report(.listening(port: port))
            dispatcher.value.start()
        }.get()
        return BalancerServer(port: port, eventLoop: eventLoop, dispatcher: dispatcher, listener: listener)
    }

    /// These nodes and no others from now on. Connections that are open stay.
    package func replace(with nodes: [NodeAddress]) async throws {
        try await eventLoop.submit { dispatcher.value.replace(with: nodes) }.get()
    }

    package func status() async throws -> [BalancedNode] {
        try await eventLoop.submit { dispatcher.value.status }.get()
    }

    /// Takes no more connections and closes those that are open.
    package func stop() async throws {
        try? await listener.close()
        try await eventLoop.submit { dispatcher.value.stop() }.get()
    }
}
