import Core
import Logging
import NIOCore

/// Runs the calls of clients.
struct HubDispatcher {
    let hubs: HubRegistry
    let eventLoop: any EventLoop
    let sender: any HubSender
    let logger: Logger

    /// Runs one call.
    ///
    /// - Throws: ``UnknownCall`` when nothing can be answered: over a WebSocket such a call stays without an answer, over
    ///   `/send` it is a 500 (reference signalr2, section 2.4).
    func run(_ frame: [UInt8], connectionID: String, user: String) throws -> EventLoopFuture<HubResult> {
        let invocation = try HubInvocation.parse(frame)
        guard let entry = hubs[invocation.hub] else { throw UnknownCall(hub: invocation.hub) }
        let context = context(entry, connectionID: connectionID, user: user)
        guard let target = entry.method(invocation.method, arguments: invocation.argumentCount) else {
            let result = HubResult.failure(callID: invocation.callID, hub: invocation.hub, method: invocation.method)
            return eventLoop.makeSucceededFuture(result)
        }
        let running: EventLoopFuture<[UInt8]?>
        do {
            running = try target.body(context, HubArguments(invocation: invocation))
        } catch {
            running = eventLoop.makeFailedFuture(error)
        }
        // Not the invocation, which holds the whole frame for as long as the call runs.
        let (callID, hub, method) = (invocation.callID, invocation.hub, invocation.method)
        return running.map { HubResult(callID: callID, value: $0) }
            .flatMapErrorThrowing { error in Self.result(of: error, callID: callID, hub: hub, method: method) }
    }

    /// What hubs are given when a connection comes or goes.
    func context(_ entry: HubRegistry.Entry, connectionID: String, user: String) -> HubContext {
        HubContext(hub: entry.name, connectionID: connectionID, user: user, eventLoop: eventLoop, sender: sender)
    }

    private static func result(of error: any Error, callID: String?, hub: String, method: String) -> HubResult {
        switch error {
        case let error as HubException: .hubException(callID: callID, error.text, data: error.data)
        case let error as PublishError: result(of: HubException(error), callID: callID, hub: hub, method: method)
        case is AckTimeout: result(of: HubException.ackTimeout, callID: callID, hub: hub, method: method)
        default: .failure(callID: callID, hub: hub, method: method)
        }
    }
}

/// A call to a hub that is not there.
struct UnknownCall: Error, Hashable, Sendable {
    let hub: String
}
