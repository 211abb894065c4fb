import Core
import Redis

extension RedisFlush: InjectableFault {
    /// Seen when a key that was set a moment ago does not exist any more.
    func inject(_ work: FaultWork) async throws {
        for door in try await work.fleet.redisDoors(redis) {
            try await door.talk { client in
                let marker = "rollcall:flush:\(work.occurrence.fault)"
                try await client.send("SET", marker, "1")
                try await client.send("FLUSHALL")
                guard try await client.send("EXISTS", marker).int == 0 else {
                    throw FaultFailure(reason: "\(door.name) still has its keys")
                }
            }
        }
        try await work.observed()
    }
}
