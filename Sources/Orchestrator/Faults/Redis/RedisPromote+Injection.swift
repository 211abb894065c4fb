import Core
import Redis

extension RedisPromote: InjectableFault {
    /// Seen when the server says that it is a master; healed when it is in sync with the present master again.
    func inject(_ work: FaultWork) async throws {
        let topology = try work.fleet.topology()
        try await work.makingMaster(redis) { server in
            try await work.observed()
            try await work.last(milliseconds: forMilliseconds, "promotion of \(server.id)")
            try await work.healing()
            try await topology.makeReplica(server)
            work.closed("promotion of \(server.id)")
            try await work.healed()
        }
    }
}

extension RedisDetach: InjectableFault {
    /// Seen when the server says that it is a master and no sentinel knows it; healed when it is in sync with the present
    /// master again and the sentinels know it.
    func inject(_ work: FaultWork) async throws {
        let topology = try work.fleet.topology()
        try await work.makingMaster(redis) { server in
            try await topology.forget(server)
            try await work.observed()
            try await work.last(milliseconds: forMilliseconds, "detachment of \(server.id)")
            try await work.healing()
            try await topology.makeReplica(server)
            try await work.eventually("\(server.id) among the replicas that the sentinels know") {
                try await topology.isKnown(server)
            }
            work.closed("detachment of \(server.id)")
            try await work.healed()
        }
    }
}

extension FaultWork {
    /// Makes a replica a master, and sees it.
    fileprivate func makingMaster(_ target: RedisTarget, _ body: (RedisServer) async throws -> Void) async throws {
        let topology = try fleet.topology()
        guard let server = try await topology.resolve(target).first, server.isRunning else {
            throw FaultFailure(reason: "\(target) was not running")
        }
        try await holding("role of \(server.id)") {
            topology.setPromoted(server, true)
            defer { topology.setPromoted(server, false) }
            try await topology.makeMaster(server)
            try await body(server)
        }
    }
}
