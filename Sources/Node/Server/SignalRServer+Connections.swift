import Core
import Logging
import NIOCore
import Runtime

// Receive requests from their upgrade to their end (reference signalr2, sections 2, 5.3 and 6.1).
extension SignalRServer {
    /// The socket of an admitted request is open.
    func open(_ request: SignalRReceive, on socket: ServerSocket) {
        let connection = ServerConnection(caller: request.caller, socket: socket)
        do {
            try bus.attach(connection, request)
        } catch {
            // The upgrade was answered already: the request dies right after its first bytes (section 4).
            logger.error(
                "subscribing failed",
                metadata: ["connection.id": "\(connection.id)", "error": "\(error)"]
            )
            socket.abandon()
            return
        }
        let (number, replaced) = heartbeat.open(
            connectionID: connection.id,
            transport: request.caller.transport,
            now: MonotonicClock.now()
        )
        if let replaced, let old = connections[replaced] { end(old, code: 1000) }
        connection.number = number
        connections[number] = connection
        // The socket lets go of these when it is closed.
        socket.events = ServerSocket.Events(
            text: { self.invoke($0, from: connection) },
            drained: { self.bus.drained(connection) },
            closed: {
                self.heartbeat.lost(number, now: MonotonicClock.now())
                self.bus.socketClosed(connection)
            }
        )
        begin(request, connection)
    }

    private func begin(_ request: SignalRReceive, _ connection: ServerConnection) {
        do {
            if request.kind == .connect {
                if !request.caller.protocolVersion.hasDelayedStart { try started(request.caller) }
            } else {
                for context in contexts(request.caller) { try context.hub.reconnected(context.context) }
            }
        } catch {
            logger.error("application failed", metadata: ["connection.id": "\(connection.id)", "error": "\(error)"])
            finish(connection, code: 1000)
        }
    }

    /// Runs the application's OnConnected in every hub of the connection.
    func started(_ caller: SignalRCaller) throws {
        for context in contexts(caller) { try context.hub.connected(context.context) }
    }

    private func contexts(_ caller: SignalRCaller) -> [(hub: any Hub, context: HubContext)] {
        caller.hubs.compactMap { hubs[$0] }.map { entry in
            (entry.hub, dispatcher.context(entry, connectionID: caller.connectionID, user: caller.user))
        }
    }

    /// A hub call in a frame. One that cannot be read or names no hub gets no answer.
    private func invoke(_ frame: ByteBuffer, from connection: ServerConnection) {
        do {
            let running = try dispatcher.run(
                Array(frame.readableBytesView),
                connectionID: connection.id,
                user: connection.caller.user
            )
            running.assumeIsolated().whenSuccess { result in
                connection.socket.enqueue(SharedFrame.frame(result.encode()))
                self.flushSoon(connection)
            }
        } catch {
            logger.warning("call skipped", metadata: ["connection.id": "\(connection.id)", "error": "\(error)"])
        }
    }

    /// Results that are ready in one turn of the event loop leave together.
    private func flushSoon(_ connection: ServerConnection) {
        guard !connection.isFlushDue else { return }
        connection.isFlushDue = true
        if flushDue.isEmpty { eventLoop.assumeIsolated().execute { self.flush() } }
        flushDue.append(connection)
    }

    private func flush() {
        let due = flushDue
        flushDue = []
        for connection in due {
            connection.isFlushDue = false
            connection.socket.flush()
        }
    }

    /// The Abort command arrived: the one clean end.
    func aborted(_ connection: ServerConnection) {
        finish(connection, code: 1000)
        for context in contexts(connection.caller) {
            context.hub.disconnected(context.context, stopCalled: true)
        }
    }

    /// The bus has told the connection that it cannot go on: to the application it has not stopped by itself.
    func refused(_ connection: ServerConnection) {
        finish(connection, code: 1000)
        for context in contexts(connection.caller) {
            context.hub.disconnected(context.context, stopCalled: false)
        }
    }

    /// Forgets a connection, and closes its socket when it is open.
    private func finish(_ connection: ServerConnection, code: UInt16) {
        heartbeat.close(connection.number)
        end(connection, code: code)
    }

    /// Ends a connection that the heartbeat has forgotten already.
    private func end(_ connection: ServerConnection, code: UInt16) {
        connection.end()
        bus.detach(connection)
        connections[connection.number] = nil
        connection.socket.close(code: code)
    }

    /// One beat of the heartbeat: keep-alives to everybody who is there, an end for whoever was silent too long.
    func beat() {
        let beat = heartbeat.beat(now: MonotonicClock.now())
        // Positions grow old also where no keep-alive is sent.
        if !beat.keepAlive.isEmpty || !heartbeat.sendsKeepAlives { bus.keepAliveIsDue() }
        for number in beat.keepAlive {
            // Behind bytes that the client has not read yet, one more would be no sign of life.
            guard let connection = connections[number], connection.socket.isDrained else { continue }
            connection.socket.enqueue(Self.keepAlive)
            connection.socket.flush()
        }
        // The request is over, not the connection: the client comes back, or is dead after its time.
        for number in beat.timedOut { connections[number]?.socket.close(code: 1000) }
        for number in beat.dead {
            guard let connection = connections[number] else { continue }
            end(connection, code: 1000)
            for context in contexts(connection.caller) {
                context.hub.disconnected(context.context, stopCalled: false)
            }
        }
    }

    private static let keepAlive = SharedFrame.frame(Array("{}".utf8))
}
