import Core

/// Where a witness stands, and what it is told to listen to.
struct WitnessPost: Sendable {
    let server: ServerID
    let run: RunID
    /// Channels, or beginnings of keys, in the order of the applications' numbers.
    let channels: [String]
    /// Of the applications.
    let databases: [Int]
    /// Of its history.
    let path: String
    /// Where the server is now: one that is started again may have another port.
    let place: @Sendable () -> RedisAddress
    /// A Redis that the run started is on this machine and ends its connections when it ends, so silence means nothing.
    let isOurs: Bool
    /// The record cannot go on.
    let failed: @Sendable (HarnessError) -> Void

    init(
        _ server: ServerID,
        of redis: RunRedis,
        plan: RunPlan,
        folder: RunFolder,
        failed: @escaping @Sendable (HarnessError) -> Void
    ) {
        self.server = server
        run = plan.run
        let apps = [plan.scenario.nodes.app] + plan.scenario.apps.map(\.name)
        channels = apps.map { redis.keyPrefix + $0 }
        databases = [redis.address.database] + plan.scenario.apps.map(\.database)
        path = folder.path + "/" + Self.historyName(of: server)
        self.failed = failed
        switch redis {
        case .own(let topology):
            isOurs = true
            place = { topology.server(server).door.address }
        case .given(let given, _):
            isOurs = false
            place = { given.address }
        }
    }

    /// Relative to the run folder.
    static func historyName(of server: ServerID) -> String { "histories/witness-\(server).history" }
}
