/// Starts Redis processes that are down: undoes ``RedisKill`` and ``RedisStop`` without a time.
package struct RedisStart: Fault {
    package static let verb = "redis.start"

    package var redis: RedisTarget
    package var back: RedisReturn

    package init(_ redis: RedisTarget, back: RedisReturn = RedisReturn()) {
        self.redis = redis
        self.back = back
    }

    package var holds: [String] { redis.holds }
}

extension RedisStart: RedisFault {
    static let keys = ["target", "data", "as", "port", "loading-for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let target = mapping.redis(default: .server(ServerID(1)))
        let back = mapping.redisReturn(of: target, setting.redis)
        guard let target else { return nil }
        if setting.redis.mode != .standalone, !mapping.has("target") {
            mapping.report(
                mapping.place,
                "target",
                "\(mapping.path) does not say which server to start",
                expected: "`target: r1` or the like, `target: old-master`, or `target: all` for all that are down"
            )
            return nil
        }
        self.init(target, back: back)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkTarget(redis, "\(path).target")
        switch redis {
        case .master, .replica, .holder:
            guard validation.scenario.redis.mode != .standalone else { break }
            validation.report(
                "\(path).target",
                "\(path).target: \(redis) is a server that runs",
                expected: "a server by its name, old-master, servers, sentinels or all"
            )
        case .oldMaster, .server, .sentinel, .allServers, .allSentinels, .all: break
        }
        validation.checkReturn(back, of: redis, path)
        if back.port == .new, validation.scenario.redis.mode != .sentinel, validation.reading.isSound("redis") {
            validation.report(
                "\(path).port",
                "\(path).port: nobody would tell the nodes of a new port",
                remedy: "write `redis: {mode: sentinel}`, or remove it"
            )
        } else if back.port == .new, validation.scenario.nodes.backplane == .stream, redis.hasServers {
            validation.report(
                "\(path).port",
                "\(path).port: nodes of the backplane stream know the data servers by their addresses, for good",
                expected: "same"
            )
        }
    }
}
