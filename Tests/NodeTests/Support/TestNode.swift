import Core
import Logging
import NIOPosix
import Synchronization
import TestSupport

@testable import Node

/// A node inside the test process, with what it reported.
final class TestNode: Sendable {
    let server: NodeServer
    private let events: Events

    var port: UInt16 { server.port }

    private init(server: NodeServer, events: Events) {
        self.server = server
        self.events = events
    }

    static func start(
        _ settings: NodeSettings,
        hubs: @escaping @Sendable () -> HubRegistry = { .standard }
    ) async throws -> TestNode {
        let events = Events()
        var logger = Logger(label: "node") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let server = try await NodeServer.start(
            settings: settings,
            hubs: hubs,
            on: MultiThreadedEventLoopGroup.singleton.next(),
            logger: logger
        ) { events.add($0) }
        return TestNode(server: server, events: events)
    }

    /// Waits for an event, past or to come, and gives it.
    @discardableResult
    func event(where matches: @escaping @Sendable (NodeEvent) -> Bool) async throws -> NodeEvent {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(20)
        while clock.now < deadline {
            if let event = events.first(where: matches) { return event }
            try await clock.sleep(for: .milliseconds(2))
        }
        throw TestFailure("the event did not come; there were \(events.all)")
    }

    func ready() async throws {
        try await event { $0 == .ready }
    }

    func count(of event: NodeEvent) -> Int {
        events.all.count { $0 == event }
    }

    private final class Events: Sendable {
        private let list = Mutex<[NodeEvent]>([])

        var all: [NodeEvent] { list.withLock { $0 } }

        func add(_ event: NodeEvent) {
            list.withLock { $0.append(event) }
        }

        func first(where matches: (NodeEvent) -> Bool) -> NodeEvent? {
            all.first(where: matches)
        }
    }
}

/// Settings of node `number` for a test.
func testSettings(
    _ number: UInt32 = 1,
    redis: RedisAddress,
    backplane: BackplaneKind = .signalr,
    app: String = "rollcall-test",
    signalr: SignalRSettings = SignalRSettings(),
    history: String? = nil,
    defects: [PlantedDefect] = []
) -> NodeSettings {
    NodeSettings(
        node: NodeID(number),
        run: RunID(0xABCD_0001),
        commands: .server(redis),
        subscription: .server(redis),
        backplane: backplane,
        app: app,
        signalr: signalr,
        history: history,
        defects: defects,
        stream: StreamSettings(servers: [redis])
    )
}

/// Runs a test with a Redis and nodes that are ready; all are gone when the body ends.
func withNodes(
    _ count: UInt32 = 1,
    redis options: RedisServerOptions = .init(),
    settings: (inout NodeSettings) -> Void = { _ in },
    hubs: @escaping @Sendable () -> HubRegistry = { .standard },
    _ body: (RedisServer, [TestNode]) async throws -> Void
) async throws {
    try await withRedisServer(options) { redis in
        var nodes: [TestNode] = []
        do {
            for number in 1...count {
                var own = testSettings(number, redis: redis.address)
                settings(&own)
                nodes.append(try await TestNode.start(own, hubs: hubs))
            }
            for node in nodes { try await node.ready() }
            try await body(redis, nodes)
        } catch {
            for node in nodes { try? await node.server.stop() }
            throw error
        }
        for node in nodes { try await node.server.stop() }
    }
}
