import Core
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct NodeProcessTests {
        private static let logger = Logger(label: "node") { _ in SwiftLogNoOpLogHandler() }

        /// Runs a node; `react` gives the commands that an event is answered with, and nil to close stdin.
        private static func run(
            _ settings: NodeSettings,
            react: @escaping @Sendable (NodeEvent) -> [NodeCommand]?
        ) async -> (code: ExitCode, events: [NodeEvent]) {
            let events = Mutex<[NodeEvent]>([])
            let (commands, input) = AsyncStream<NodeCommand>.makeStream()
            let code = await NodeProcess.run(settings: settings, commands: commands, logger: logger) { event in
                events.withLock { $0.append(event) }
                if let commands = react(event) {
                    for command in commands { input.yield(command) }
                } else {
                    input.finish()
                }
            }
            return (code, events.withLock { $0 })
        }

        @Test func listensIsReadyAnswersAndStops() async throws {
            try await withRedisServer { redis in
                let (code, events) = await Self.run(testSettings(redis: redis.address)) { event in
                    switch event {
                    case .ready: [.status]
                    case .status: [.stop]
                    default: []
                    }
                }
                #expect(code == .held)
                guard case .listening(let port)? = events.first else { return #expect(Bool(false), "\(events)") }
                #expect(port > 0)
                #expect(Array(events.dropFirst()) == [.ready, .status(connections: 0, backplaneSubscribed: true)])
            }
        }

        @Test func closedInputEndsIt() async throws {
            try await withRedisServer { redis in
                let (code, _) = await Self.run(testSettings(redis: redis.address)) { $0 == .ready ? nil : [] }
                #expect(code == .held)
            }
        }

        @Test func hopelessRedisEndsItWith69() async throws {
            try await withRedisServer(.init(password: "right")) { redis in
                var address = redis.address
                address.password = nil
                let (code, events) = await Self.run(testSettings(redis: address)) { _ in [] }
                #expect(code == .unavailable)
                guard case .failed(let message, .unavailable)? = events.last else {
                    return #expect(Bool(false), "\(events)")
                }
                #expect(message.contains("password"))
            }
        }

        @Test func unwritableHistoryEndsItWith75() async throws {
            var settings = testSettings(redis: RedisAddress(port: 1))
            settings.history = "/nonexistent/n1.history"
            let (code, events) = await Self.run(settings) { _ in [] }
            #expect(code == .environment)
            guard case .failed(let message, .environment)? = events.last else {
                return #expect(Bool(false), "\(events)")
            }
            #expect(message.contains("/nonexistent/n1.history"))
        }
    }
}
