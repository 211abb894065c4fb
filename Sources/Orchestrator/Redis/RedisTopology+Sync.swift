import Core
import Redis
import Runtime

// Replication, as seen from outside.
extension RedisTopology {
    private static let pollInterval: Duration = .milliseconds(2)

    /// A channel that nobody listens to: what is said there is in the replication stream, and changes no key.
    private static let proofChannel = "rollcall:in-sync"

    /// Returns when the replica follows this master, has its data, hears what comes after it, and the master says so too.
    ///
    /// - Throws: ``HarnessError`` with code 3 at the deadline.
    static func waitUntilInSync(
        _ replica: RedisServer,
        with master: RedisServer,
        before deadline: ContinuousClock.Instant
    ) async throws {
        var last = "it does not answer"
        var proof: StreamProof?
        while ContinuousClock.now < deadline {
            do {
                if try await isInSync(replica, with: master, proof: &proof, why: &last) { return }
            } catch let error as RedisError {
                last = error.message
            }
            try await Task.sleep(for: pollInterval)
        }
        throw HarnessError(.systemFailed, "\(replica.id) is not in sync with \(master.id): \(last)")
    }

    /// A place in a master's replication stream. Once a replica that was online before has come there, it hears its master.
    struct StreamProof {
        var replicationID: String
        var offset: Int64
    }

    /// - Parameter proof: what was said to the replica the last time, that it may have heard by now.
    static func isInSync(
        _ replica: RedisServer,
        with master: RedisServer,
        proof: inout StreamProof?,
        why: inout String
    ) async throws -> Bool {
        let said = proof
        proof = nil
        let own = try await replica.door.info("replication")
        guard own["role"] == "slave", own["master_port"] == "\(master.announcedPort)" else {
            why = "its role is \(own["role"] ?? "unknown"), its master's port \(own["master_port"] ?? "unknown")"
            return false
        }
        guard own["master_link_status"] == "up" else {
            why = "its link is \(own["master_link_status"] ?? "unknown")"
            return false
        }
        let theirs = try await master.door.info("replication")
        guard theirs.replicas.contains(where: { $0["port"] == "\(replica.announcedPort)" && $0["state"] == "online" })
        else {
            why = "\(master.id) does not have it as online"
            return false
        }
        let awaited: StreamProof?
        if let said, said.replicationID == theirs["master_replid"] {
            awaited = said
        } else {
            awaited = try await say(master)
        }
        let heard = try await replica.door.info("replication")
        if let awaited, heard["master_replid"] == awaited.replicationID,
            let offset = heard["slave_repl_offset"].flatMap({ Int64($0) }), offset >= awaited.offset
        {
            return true
        }
        proof = awaited
        why = "it has not heard what \(master.id) said last"
        return false
    }

    /// One that was synchronised by socket can be online long before it hears anything, so the master says something. It is said
    /// once: a replica that lags never comes to the end of what grows.
    private static func say(_ master: RedisServer) async throws -> StreamProof? {
        let info = try await master.door.talk { client in
            try await client.send("PUBLISH", proofChannel, "")
            return try await client.info("replication")
        }
        guard let name = info["master_replid"], let offset = info["master_repl_offset"].flatMap({ Int64($0) }) else {
            return nil
        }
        return StreamProof(replicationID: name, offset: offset)
    }
}

extension RedisInfoFields {
    /// What a master says of each of its replicas: `ip`, `port`, `state`, `offset`, `lag`.
    var replicas: [[String: String]] {
        (0..<(self["connected_slaves"].flatMap { Int($0) } ?? 0)).compactMap { index in
            self["slave\(index)"].map { Self.pairs($0, separator: ",") }
        }
    }
}
