import Core
import Redis

extension RedisFlush: InjectableFault {
    /// Seen when no database has a key at the moment in which it is done; a full server does that too.
    func inject(_ work: FaultWork) async throws {
        for door in try await work.fleet.redisDoors(redis) {
            try await door.talk { client in
                try await client.send("MULTI")
                try await client.send("FLUSHALL")
                try await client.send("INFO", "keyspace")
                let replies = try await client.send("EXEC").elements
                guard let keys = replies?.last?.string, !keys.contains("keys=") else {
                    throw FaultFailure(reason: "\(door.name) still has its keys")
                }
            }
        }
        try await work.observed()
    }
}
