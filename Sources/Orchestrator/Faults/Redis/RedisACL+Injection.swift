import Core
import Redis

extension RedisACL: InjectableFault {
    /// Seen when ACL LIST shows other rules for the user; healed when it shows the old ones.
    func inject(_ work: FaultWork) async throws {
        let doors = try await work.fleet.redisDoors(redis)
        let name = user ?? work.fleet.nodesUser
        try await work.holding("user \(name) on \(redis)") {
            var rules: [(door: RedisDoor, rules: [String]?)] = []
            for door in doors { rules.append((door, try await door.talk { try await $0.rules(of: name) })) }
            let before = rules
            let what = "rules of \(name) on \(redis)"
            let restore: @Sendable () async throws -> Void = {
                for (door, rules) in before { try await door.talk { try await Self.restore(name, rules, $0, door) } }
            }
            try await work.leavingGivenRedis(restore) {
                for door in doors { try await door.talk { try await change(name, $0, door) } }
                try await work.observed()
                try await work.last(milliseconds: forMilliseconds, what)
            }
            try await work.healing()
            try await restore()
            work.closed(what)
            try await work.healed()
        }
    }

    private func change(_ name: String, _ client: AsyncRedisClient, _ door: RedisDoor) async throws {
        var command = RedisCommand("ACL", "SETUSER", name, "on")
        let before = try await client.rules(of: name)
        if let password { command.append(contentsOf: ["resetpass", ">" + password]) }
        if let rules { command.append(contentsOf: rules.split(separator: " ")) }
        try await client.send(command)
        guard try await client.rules(of: name) != before else {
            throw FaultFailure(reason: "the user \(name) of \(door.name) has these rules already")
        }
    }

    private static func restore(
        _ name: String,
        _ rules: [String]?,
        _ client: AsyncRedisClient,
        _ door: RedisDoor
    ) async throws {
        if let rules {
            // Not `reset`, which leaves a word of its own in the list.
            var command = RedisCommand("ACL", "SETUSER", name, "resetpass", "resetkeys", "resetchannels", "-@all")
            command.append(contentsOf: rules)
            try await client.send(command)
        } else {
            try await client.send("ACL", "DELUSER", name)
        }
        guard try await client.rules(of: name) == rules else {
            throw FaultFailure(reason: "the user \(name) of \(door.name) did not get its old rules back")
        }
    }
}

extension AsyncRedisClient {
    /// As ACL LIST shows them, passwords as hashes; nil where there is no such user.
    fileprivate func rules(of user: String) async throws -> [String]? {
        let lines = try await send("ACL", "LIST").elements?.compactMap(\.string) ?? []
        let words = lines.map { $0.split(separator: " ").map(String.init) }
        return words.first { $0.count > 1 && $0[0] == "user" && $0[1] == user }.map { Array($0.dropFirst(2)) }
    }
}
