/// The bounds that `expect` can state, as findings and `reproduces` call them.
package enum BoundName: String, Codable, Hashable, Sendable, CaseIterable {
    case recoverWithin = "recover-within"
    case latencyP50 = "latency.p50"
    case latencyP90 = "latency.p90"
    case latencyP99 = "latency.p99"
    case latencyP999 = "latency.p99.9"
    case latencyMax = "latency.max"
    case gap
    case connectsPerSecond = "connects-per-second"
    case reconnectsTotal = "reconnects.total"
    case reconnectsPerClient = "reconnects.per-client"
    case availability
    case leaksRedisClients = "leaks.redis-clients"
    case leaksChannels = "leaks.channels"
    case leaksKeys = "leaks.keys"
    case leaksSockets = "leaks.sockets"
    case leaksMemory = "leaks.memory"
    case idsBack = "ids-back"
    case deafNodes = "deaf-nodes"
}

extension BoundName: CustomStringConvertible {
    package var description: String { rawValue }
}

extension BoundName {
    /// The bound of what may not be left behind.
    init(leaksOf resource: ResourceReading.Resource) {
        self =
            switch resource {
            case .redisClients: .leaksRedisClients
            case .channels: .leaksChannels
            case .keys: .leaksKeys
            case .sockets: .leaksSockets
            case .memory: .leaksMemory
            }
    }

    /// What it limits over some of the histories is no more than over all of them, so it stays broken whatever is missing.
    var standsIfMissing: Bool {
        switch self {
        case .connectsPerSecond, .reconnectsTotal, .reconnectsPerClient, .idsBack, .leaksRedisClients, .leaksChannels,
            .leaksKeys, .leaksSockets, .leaksMemory:
            true
        case .recoverWithin, .latencyP50, .latencyP90, .latencyP99, .latencyP999, .latencyMax, .gap, .availability,
            .deafNodes:
            false
        }
    }

    /// A slow machine alone can break it.
    package var isOfTime: Bool {
        switch self {
        case .recoverWithin, .latencyP50, .latencyP90, .latencyP99, .latencyP999, .latencyMax, .gap, .availability,
            .deafNodes:
            true
        case .connectsPerSecond, .reconnectsTotal, .reconnectsPerClient, .idsBack, .leaksRedisClients, .leaksChannels,
            .leaksKeys, .leaksSockets, .leaksMemory:
            false
        }
    }
}

extension MeasuredBounds {
    /// The limit is stated.
    package func states(_ name: BoundName) -> Bool {
        switch name {
        case .recoverWithin: recoverWithinMilliseconds != nil
        case .latencyP50: latency?.p50 != nil
        case .latencyP90: latency?.p90 != nil
        case .latencyP99: latency?.p99 != nil
        case .latencyP999: latency?.p999 != nil
        case .latencyMax: latency?.max != nil
        case .gap: gapMilliseconds != nil
        case .connectsPerSecond: connectsPerSecond != nil
        case .reconnectsTotal: reconnectsTotal != nil
        case .reconnectsPerClient: reconnectsPerClient != nil
        case .availability: availability != nil
        case .leaksRedisClients: leaks?.redisClients != nil
        case .leaksChannels: leaks?.channels != nil
        case .leaksKeys: leaks?.keys != nil
        case .leaksSockets: leaks?.sockets != nil
        case .leaksMemory: leaks?.memory != nil
        case .idsBack: idsBack != nil
        case .deafNodes: deafNodes != nil
        }
    }
}
