extension RedisTarget {
    /// What a fault that needs the process to itself holds; `process of r1` for each once it is known which they are.
    var holds: [String] { ["process of \(self)"] }
}

extension MappingReader {
    /// `target`, or the master where there is none; nil, and a report, where it is no Redis process.
    func redis(default usual: RedisTarget = .master) -> RedisTarget? {
        has("target") ? redisTarget("target") : usual
    }

    /// How a Redis process is started again: `data`, `as`, `port` and `loading-for`, as far as the verb has them.
    func redisReturn(of target: RedisTarget?, _ redis: RedisSpec) -> RedisReturn {
        let data = word("data", as: RestartData.self)
        if data == .keep, redis.persistence == .none, target?.hasSentinels == false {
            report(
                place(of: "data"),
                "data",
                "\(path(of: "data")): a Redis without persistence keeps nothing",
                remedy: "write `data: wipe`, or `redis: {persistence: aof}`"
            )
        }
        return RedisReturn(
            data: data,
            role: word("as", as: RestartRole.self) ?? .replica,
            port: word("port", as: PortChoice.self) ?? .same,
            loadingMilliseconds: duration("loading-for", in: 1...ScenarioReader.longest)
        )
    }
}

extension RedisTarget {
    /// It can be, or have among them, a data server.
    var hasServers: Bool {
        switch self {
        case .sentinel, .allSentinels: false
        case .master, .replica, .oldMaster, .server, .holder, .allServers, .all: true
        }
    }

    /// It can be, or have among them, a sentinel.
    var hasSentinels: Bool {
        switch self {
        case .sentinel, .allSentinels, .all: true
        case .master, .replica, .oldMaster, .server, .holder, .allServers: false
        }
    }
}

extension ScenarioValidation {
    /// The target of a fault that talks to data servers.
    func checkDataTarget(_ target: RedisTarget, _ path: String) {
        guard !target.hasSentinels else {
            return report(
                "\(path).target",
                "\(path).target: a sentinel has no data and no clients of the nodes",
                expected: "a data server, for example `master` or `r2`"
            )
        }
        checkTarget(target, "\(path).target")
    }

    /// The target of a fault that makes a replica a master.
    func checkReplicaTarget(_ target: RedisTarget, _ path: String) {
        switch target {
        case .replica, .oldMaster, .server, .holder: checkDataTarget(target, path)
        case .master, .allServers, .sentinel, .allSentinels, .all:
            report(
                "\(path).target",
                "\(path).target: \(target) is no replica",
                expected: "one replica, for example `replica` or `r2`"
            )
        }
        guard serverCount < 2, target != .replica, reading.isSound("redis"), scenario.redis.url == nil else { return }
        report("\(path).do", "\(path): this Redis has no replica", remedy: "write `redis: {mode: replica}`")
    }

    /// Keys that say how it comes back need that it does.
    func checkIsStarted(again: Bool, _ path: String) {
        for key in ["data", "as"] where !again && isWritten("\(path).\(key)") && reading.isSound("\(path).down") {
            report(
                "\(path).\(key)",
                "\(path).\(key): the server is not started again",
                remedy: "add `down: 1s`, or write it at `redis.start`"
            )
        }
    }

    /// How a process is to be started again.
    func checkReturn(_ how: RedisReturn, of target: RedisTarget, _ path: String) {
        guard reading.isSound("redis") else { return }
        if isWritten("\(path).as"), scenario.redis.mode == .standalone {
            report(
                "\(path).as",
                "\(path).as: a Redis of one server is its own master",
                remedy: "remove it, or write `redis: {mode: sentinel}`"
            )
        }
        if how.data == .snapshot { checkSnapshot(of: target, path) }
        if how.loadingMilliseconds != nil, target.hasSentinels {
            report("\(path).loading-for", "\(path).loading-for: a sentinel loads no data")
        }
    }

    private func checkSnapshot(of target: RedisTarget, _ path: String) {
        if target.hasSentinels {
            report("\(path).data", "\(path).data: a sentinel has no snapshot", expected: "keep or wipe")
        } else if reading.isSound("faults"), !scenario.faults.contains(where: { $0.fault.value is RedisSnapshot }) {
            report(
                "\(path).data",
                "\(path).data: nothing puts a snapshot aside",
                remedy: "add a fault before it, for example `{at: 1s, do: redis.snapshot, target: \(target)}`"
            )
        }
    }
}
