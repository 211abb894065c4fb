/// Everything a node is told at its start: the first line on its stdin, as JSON. Passwords travel here and so never
/// appear in a process list.
package struct NodeSettings: Codable, Hashable, Sendable {
    package var node: NodeID
    package var run: RunID
    /// 0 asks for any free port.
    package var port: UInt16
    /// Where its commands go.
    package var commands: RedisEndpoint
    /// Where it subscribes. The same Redis as ``commands``; apart, so that each can have links of its own.
    package var subscription: RedisEndpoint
    package var backplane: BackplaneKind
    /// Channel, counter key and prefix: two applications on one Redis do not hear each other (reference signalr2, 7.1).
    package var app: String
    package var signalr: SignalRSettings
    /// Path of the history file; nil records nothing.
    package var history: String?
    /// Record what passes (accepted, written, received, handed) besides what fails.
    package var hops: Bool
    /// The planted defects of a canary scenario; empty for a node that behaves.
    package var defects: [PlantedDefect]
    /// Of the `stream` backplane, which does not start without; nil for the others.
    package var stream: StreamSettings?

    package init(
        node: NodeID,
        run: RunID,
        port: UInt16 = 0,
        commands: RedisEndpoint,
        subscription: RedisEndpoint,
        backplane: BackplaneKind,
        app: String = "rollcall",
        signalr: SignalRSettings = SignalRSettings(),
        history: String? = nil,
        hops: Bool = true,
        defects: [PlantedDefect] = [],
        stream: StreamSettings? = nil
    ) {
        self.node = node
        self.run = run
        self.port = port
        self.commands = commands
        self.subscription = subscription
        self.backplane = backplane
        self.app = app
        self.signalr = signalr
        self.history = history
        self.hops = hops
        self.defects = defects
        self.stream = stream
    }
}
