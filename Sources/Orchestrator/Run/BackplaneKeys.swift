import Core
import Redis
import Stream

/// The keys that nodes keep in one database of Redis, with those that faults have written there.
struct BackplaneKeys: Hashable, Sendable {
    private(set) var names: Set<String> = []
    /// Of keys whose number nobody knows beforehand, as those of sessions.
    private(set) var prefixes: Set<String> = []

    init(others: Set<String> = []) {
        names = others
    }

    /// Adds those of one application, under the name that its nodes are given.
    mutating func add(app: String, of backplane: BackplaneKind) {
        switch backplane {
        case .signalr, .pubsub: names.insert(app)
        case .stream:
            let keys = StreamKeys(prefix: app)
            names.formUnion([keys.meta, keys.log, keys.leases])
            prefixes.insert(keys.sessionPrefix)
        }
    }

    func contains(_ name: String) -> Bool {
        names.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }

    /// How many of them are there, in the database that is selected.
    func count(_ client: AsyncRedisClient) async throws -> Int {
        var count = 0
        if !names.isEmpty {
            count += Int(try await client.send(RedisCommand("EXISTS", arguments: names.sorted())).int ?? 0)
        }
        for prefix in prefixes { count += try await client.names(beginningWith: prefix).count }
        return count
    }

    /// Takes them away, from the database that is selected.
    func remove(_ client: AsyncRedisClient) async throws {
        if !names.isEmpty { try await client.send(RedisCommand("UNLINK", arguments: names.sorted())) }
        for prefix in prefixes.sorted() {
            let found = try await client.names(beginningWith: prefix).sorted()
            for start in stride(from: 0, to: found.count, by: Self.removedAtOnce) {
                let part = found[start..<min(start + Self.removedAtOnce, found.count)]
                try await client.send(RedisCommand("UNLINK", arguments: Array(part)))
            }
        }
    }

    private static let removedAtOnce = 1_000
}

extension AsyncRedisClient {
    /// The names of all keys that begin so, in the database that is selected. No character of ours has a meaning in patterns.
    func names(beginningWith prefix: String) async throws -> Set<String> {
        var (names, cursor): (Set<String>, String) = ([], "0")
        repeat {
            let answer = try await send("SCAN", cursor, "MATCH", prefix + "*", "COUNT", "1000").elements
            guard let answer, answer.count == 2, let next = answer[0].string else { return names }
            names.formUnion((answer[1].elements ?? []).compactMap(\.string))
            cursor = next
        } while cursor != "0"
        return names
    }
}
