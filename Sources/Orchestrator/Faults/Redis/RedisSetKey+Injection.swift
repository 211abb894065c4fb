import Core
import Redis
import Stream

extension RedisSetKey: InjectableFault {
    /// Seen when GET, in one transaction with SET, answers the value.
    func inject(_ work: FaultWork) async throws {
        let name = work.fleet.keyPrefix + (key ?? Self.usualKey(of: work.plan.scenario.nodes))
        work.fleet.remembersKey(name)
        for door in try await work.fleet.redisDoors(redis) {
            let value = value
            try await door.selecting(database: work.fleet.database).talk { client in
                // Nodes may count on between the two.
                try await client.send("MULTI")
                try await client.send("SET", name, value)
                try await client.send("GET", name)
                let replies = try await client.send("EXEC").elements
                guard replies?.last?.string == value else {
                    throw FaultFailure(reason: "the key \(name) did not get its value on \(door.name)")
                }
            }
        }
        try await work.observed()
    }

    /// What the backplane cannot do without: the counter, or what is remembered of the log.
    private static func usualKey(of nodes: NodesSpec) -> String {
        switch nodes.backplane {
        case .signalr, .pubsub: nodes.app
        case .stream: StreamKeys(prefix: nodes.app).meta
        }
    }
}
