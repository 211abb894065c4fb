import Core
import Redis

extension RedisScriptFlush: InjectableFault {
    /// Seen when a script that was loaded a moment ago does not exist any more.
    func inject(_ work: FaultWork) async throws {
        for door in try await work.fleet.redisDoors(redis) {
            try await door.talk { client in
                let script = try await client.send("SCRIPT", "LOAD", "return 'rollcall'").string ?? ""
                try await client.send("SCRIPT", "FLUSH")
                let exists = try await client.send("SCRIPT", "EXISTS", script).elements?.first?.int
                guard exists == 0 else { throw FaultFailure(reason: "\(door.name) still has its scripts") }
            }
        }
        try await work.observed()
    }
}
