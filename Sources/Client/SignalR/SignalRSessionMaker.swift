import Core
import NIOCore

/// Makes SignalR 2.4 clients.
struct SignalRSessionMaker: ClientSessionMaker {
    private let calls: SignalRCalls
    private let reconnect: ReconnectPolicy
    private let seed: UInt64
    private let eventLoop: any EventLoop

    init(_ settings: ClientSettings, on eventLoop: any EventLoop) {
        calls = SignalRCalls(settings.audiences)
        reconnect = settings.reconnect
        seed = settings.seed
        self.eventLoop = eventLoop
    }

    func makeSession(for plan: ClientPlan, observer: any ClientSessionObserver) -> any ClientSession {
        let options = SignalRClientOptions(hub: SignalRCalls.hub, user: plan.user, reconnect: reconnect)
        var seeds = SeededGenerator(seed: seed, purpose: "connection of \(plan.client)")
        return SignalRSession(options, calls: calls, seed: seeds.next(), on: eventLoop, observer: observer)
    }
}
