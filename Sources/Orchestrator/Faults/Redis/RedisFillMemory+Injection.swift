import Core
import Redis

extension RedisFillMemory: InjectableFault {
    /// Seen when a write is refused with OOM; healed when one is taken again and the filling is gone.
    func inject(_ work: FaultWork) async throws {
        let doors = try await work.fleet.redisDoors(redis)
        try await work.holding("memory of \(redis)") {
            var fillings: [(door: RedisDoor, filling: MemoryFilling)] = []
            for door in doors {
                var filling = MemoryFilling()
                do {
                    try await door.talk { try await filling.fill($0, to: bytes) }
                } catch {
                    for (door, filling) in fillings + [(door, filling)] {
                        try? await door.talk { try await filling.undo($0) }
                    }
                    throw error
                }
                fillings.append((door, filling))
            }
            try await work.observed()
            try await work.last(milliseconds: forMilliseconds, "filling of \(redis)")
            try await work.healing()
            for (door, filling) in fillings { try await door.talk { try await filling.undo($0) } }
            work.closed("filling of \(redis)")
            try await work.healed()
        }
    }
}

/// A Redis that was filled up, and how it was before.
private struct MemoryFilling {
    private static let valueBytes = 65_536
    /// How much more than `maxmemory` is used, so that what comes and goes makes no room.
    private static let surplusBytes = 524_288
    private static let attemptsMax = 20

    private var before: [(name: String, value: String)] = []
    private var keys = 0

    mutating func fill(_ client: AsyncRedisClient, to bytes: Int) async throws {
        for name in ["maxmemory", "maxmemory-policy"] {
            let reply = try await client.send("CONFIG", "GET", name).elements
            guard let value = reply?.last?.string else {
                throw FaultFailure(reason: "CONFIG GET \(name) has no answer")
            }
            before.append((name, value))
        }
        try await client.send("CONFIG", "SET", "maxmemory-policy", "noeviction")
        for attempt in 1...Self.attemptsMax {
            try await client.send("CONFIG", "SET", "maxmemory", 0)
            let used = try await client.info("memory")["used_memory"].flatMap { Int($0) } ?? 0
            // What is counted is somewhat less than what is used: replication buffers are not.
            let missing = max(0, bytes - used) + Self.surplusBytes * attempt
            try await add(missing / Self.valueBytes + 1, client)
            try await client.send("CONFIG", "SET", "maxmemory", bytes)
            do {
                try await client.send("SET", Self.key(0), "1")
            } catch let error as RedisError where error.replyCode == "OOM" {
                return
            }
        }
        throw FaultFailure(reason: "writes are still taken with \(bytes) bytes of maxmemory")
    }

    private mutating func add(_ count: Int, _ client: AsyncRedisClient) async throws {
        let value = String(repeating: ".", count: Self.valueBytes)
        for _ in 0..<count {
            keys += 1
            try await client.send("SET", Self.key(keys), value)
        }
    }

    func undo(_ client: AsyncRedisClient) async throws {
        for number in 0...keys { try await client.send("UNLINK", Self.key(number)) }
        for (name, value) in before { try await client.send("CONFIG", "SET", name, value) }
        try await client.send("SET", Self.key(0), "1")
        try await client.send("UNLINK", Self.key(0))
    }

    private static func key(_ number: Int) -> String { "rollcall:filling:\(number)" }
}
