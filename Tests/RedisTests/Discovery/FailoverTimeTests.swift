import Core
import FoundationEssentials
import NIOCore
import Redis
import TestSupport
import Testing

extension RealProcesses {
    /// How long a failover keeps a node's two connections away. Measured on demand only:
    /// `ROLLCALL_MEASURE_FAILOVERS=20 swift test --filter FailoverTimeTests`.
    @Suite(.timeLimit(.minutes(5))) struct FailoverTimeTests {
        private static let runs =
            ProcessInfo.processInfo.environment["ROLLCALL_MEASURE_FAILOVERS"].flatMap { Int($0) } ?? 0
        private static let down: Int =
            ProcessInfo.processInfo.environment["ROLLCALL_DOWN_AFTER"].flatMap { Int($0) } ?? 300

        /// The connections of a node, with the patience of a node.
        private static func options(_ endpoint: SentinelEndpoint, seed: UInt64) -> RedisOptions {
            RedisOptions(endpoint: .sentinels(endpoint), backoff: Backoff(cap: .milliseconds(200), seed: seed))
        }

        private enum Fault: CaseIterable { case kill, freeze, planned }

        @Test(.enabled(if: runs > 0), arguments: Fault.allCases, MasterDiscovery.allCases)
        private func fromTheFaultToBothOnTheNewMaster(_ fault: Fault, _ discovery: MasterDiscovery) async throws {
            // Whoever only asks stays on an old master until it is demoted, 10 s later, or found dead.
            guard discovery == .follow || fault == .kill else { return }
            var times: [Duration] = []
            var lags: [Duration] = []
            for run in 0..<Self.runs {
                try await withSentinels(SentinelOptions(downAfterMilliseconds: Self.down)) { redis in
                    async let naming = Self.firstNaming(redis)
                    let (start, end) = try await time(fault, redis, redis.endpoint(discovery), seed: UInt64(run))
                    times.append(end - start)
                    lags.append(end - (try await naming))
                }
            }
            print("\(fault), \(discovery), down-after \(Self.down) ms, \(times.count) runs:")
            print("  from the fault: \(Self.summary(times))")
            print("  from the moment when the first sentinel named the new master: \(Self.summary(lags))")
        }

        private static func summary(_ times: [Duration]) -> String {
            let sorted = times.sorted()
            let figures = [("median", sorted.count / 2), ("least", 0), ("most", sorted.count - 1)].map { name, place in
                "\(name) \(Int(sorted[place] / .milliseconds(1))) ms"
            }
            return figures.joined(separator: ", ")
        }

        /// When one of the sentinels named another master than the first one.
        private static func firstNaming(_ redis: SentinelDeployment) async throws -> ContinuousClock.Instant {
            try await withThrowingTaskGroup(of: ContinuousClock.Instant.self) { group in
                for sentinel in redis.sentinels {
                    group.addTask {
                        try await withClient(RedisOptions(address: sentinel.address)) { client in
                            let name = SentinelDeployment.masterName
                            while true {
                                let reply = try await client.send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name)
                                if reply.elements?.last?.int != Int64(redis.servers[0].port) { return .now }
                                try await Task.sleep(for: .milliseconds(2))
                            }
                        }
                    }
                }
                defer { group.cancelAll() }
                return try await group.next() ?? .now
            }
        }

        private func time(
            _ fault: Fault,
            _ redis: SentinelDeployment,
            _ endpoint: SentinelEndpoint,
            seed: UInt64
        ) async throws -> (start: ContinuousClock.Instant, end: ContinuousClock.Instant) {
            try await withSupervisedClient(Self.options(endpoint, seed: seed)) { client, commands in
                try await withSubscriber(Self.options(endpoint, seed: ~seed)) { subscriber, messages in
                    try await subscriber.subscribe("a")
                    try await commands.upTo(.connected)
                    try await messages.upTo(.subscribed)
                    let start = ContinuousClock.now
                    switch fault {
                    case .kill: await redis.servers[0].kill()
                    case .freeze: await redis.servers[0].freeze()
                    case .planned:
                        try await redis.failOver(by: 0)
                    }
                    try await commands.upTo(.connected)
                    try await messages.upTo(.subscribed)
                    let end = ContinuousClock.now
                    #expect(try await client.port() == redis.servers[1].port)
                    #expect(try await subscriber.port() == redis.servers[1].port)
                    return (start, end)
                }
            }
        }
    }
}
