import Core
import Redis
import Runtime

// Replication, as seen from outside.
extension RedisTopology {
    private static let pollInterval: Duration = .milliseconds(2)

    /// Returns when the replica follows this master, has its data, and the master says so too.
    ///
    /// - Throws: ``HarnessError`` with code 3 at the deadline.
    static func waitUntilInSync(
        _ replica: RedisServer,
        with master: RedisServer,
        before deadline: ContinuousClock.Instant
    ) async throws {
        var last = "it does not answer"
        while ContinuousClock.now < deadline {
            do {
                if try await isInSync(replica, with: master, why: &last) { return }
            } catch let error as RedisError {
                last = error.message
            }
            try await Task.sleep(for: pollInterval)
        }
        throw HarnessError(.systemFailed, "\(replica.id) is not in sync with \(master.id): \(last)")
    }

    static func isInSync(_ replica: RedisServer, with master: RedisServer, why: inout String) async throws -> Bool {
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
        let isOnline = theirs.replicas.contains { $0["port"] == "\(replica.announcedPort)" && $0["state"] == "online" }
        if !isOnline { why = "\(master.id) does not have it as online" }
        return isOnline
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
