import Core
import NIOCore
import Stream

/// What a hub method knows and can do: who called, and whom it can reach.
struct HubContext {
    /// The name of the hub that was called, in the server's casing.
    let hub: String
    let connectionID: String
    /// Empty when anonymous.
    let user: String
    let eventLoop: any EventLoop
    let sender: any HubSender

    /// Everybody of this hub. The future is fulfilled when the backplane has acknowledged the publish.
    func all(_ method: String, _ arguments: [[UInt8]], except connectionIDs: [String] = []) -> EventLoopFuture<Void> {
        send(Signals.hub(hub), method, arguments, filter: Signals.filter(excluding: connectionIDs))
    }

    /// Everybody of this hub but the caller.
    func others(_ method: String, _ arguments: [[UInt8]]) -> EventLoopFuture<Void> {
        all(method, arguments, except: [connectionID])
    }

    /// The members of a group.
    func group(_ name: String, _ method: String, _ arguments: [[UInt8]]) -> EventLoopFuture<Void> {
        send(Signals.group(hub: hub, group: name), method, arguments)
    }

    /// The members of several groups. Over the backplanes of the original this is one message for each group, and who is in
    /// two of them gets two copies; `stream` knows sets of addresses, and everybody gets one.
    func groups(_ names: [String], _ method: String, _ arguments: [[UInt8]]) -> EventLoopFuture<Void> {
        let signals = names.map { Signals.group(hub: hub, group: $0) }
        guard let first = signals.first else { return eventLoop.makeSucceededVoidFuture() }
        return sender.publish(message(first, method, arguments), alsoTo: Array(signals.dropFirst()))
    }

    /// Every connection of a user.
    func user(_ name: String, _ method: String, _ arguments: [[UInt8]]) -> EventLoopFuture<Void> {
        send(Signals.user(hub: hub, userID: name), method, arguments)
    }

    /// One connection.
    func client(_ connectionID: String, _ method: String, _ arguments: [[UInt8]]) -> EventLoopFuture<Void> {
        send(Signals.client(hub: hub, connectionID: connectionID), method, arguments)
    }

    /// The connection that called.
    func caller(_ method: String, _ arguments: [[UInt8]]) -> EventLoopFuture<Void> {
        client(connectionID, method, arguments)
    }

    /// Makes the caller a member; the future is fulfilled when the node that holds the connection has said so.
    func join(_ group: String) -> EventLoopFuture<Void> {
        sender.changeGroup(.addToGroup, signal: Signals.group(hub: hub, group: group), of: connectionID)
    }

    /// Ends the caller's membership; the future is fulfilled when the node that holds the connection has said so.
    func leave(_ group: String) -> EventLoopFuture<Void> {
        sender.changeGroup(.removeFromGroup, signal: Signals.group(hub: hub, group: group), of: connectionID)
    }

    /// A session for a publisher that repeats its messages until they are acknowledged. Fails with ``PublishError``.
    func openSession() -> EventLoopFuture<PublisherSession> { sender.openSession() }

    /// One attempt at a message of a session, to whom a signal names. Fails with ``PublishError`` where the backplane knows no
    /// sessions.
    func append(
        _ session: PublisherSession,
        _ sequence: UInt64,
        to signal: String,
        _ method: String,
        _ arguments: [[UInt8]]
    ) -> EventLoopFuture<AppendAnswer> {
        sender.append(message(signal, method, arguments), session, sequence: sequence)
    }

    private func send(
        _ signal: String,
        _ method: String,
        _ arguments: [[UInt8]],
        filter: String = ""
    ) -> EventLoopFuture<Void> {
        sender.publish(message(signal, method, arguments, filter: filter))
    }

    private func message(
        _ signal: String,
        _ method: String,
        _ arguments: [[UInt8]],
        filter: String = ""
    ) -> BusMessage {
        let value = HubCall(hub: hub, method: method, arguments: arguments).encode()
        return BusMessage(source: connectionID, key: signal, value: value, filter: filter)
    }
}

/// How hubs reach the bus.
protocol HubSender {
    /// Fails with ``PublishError``.
    func publish(_ message: BusMessage) -> EventLoopFuture<Void>
    /// The same message to further signals. Fails with ``PublishError``.
    func publish(_ message: BusMessage, alsoTo keys: [String]) -> EventLoopFuture<Void>
    /// Fails with ``PublishError``, or with ``AckTimeout`` when no node answered for the connection in time.
    func changeGroup(_ kind: BusCommand.Kind, signal: String, of connectionID: String) -> EventLoopFuture<Void>
    /// Fails with ``PublishError``, for certain where the backplane knows no sessions.
    func openSession() -> EventLoopFuture<PublisherSession>
    /// One attempt; the publisher repeats it until the answer is certain. Fails as ``openSession()``.
    func append(_ message: BusMessage, _ session: PublisherSession, sequence: UInt64) -> EventLoopFuture<AppendAnswer>
}

/// No node said that it holds the connection whose groups should change (reference signalr2, section 6.1: 30 s).
struct AckTimeout: Error, Hashable, Sendable {}
