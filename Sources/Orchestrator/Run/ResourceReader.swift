import Core
import Glibc
import Redis

/// One reading of everything that a node could leave behind. What cannot be read is left out.
struct ResourceReader: Sendable {
    let fleet: Fleet

    func read() async -> ResourceLook {
        var found = ResourceLook()
        for node in fleet.plan.nodes {
            guard let pid = fleet.livingProcess(of: node) else { continue }
            found.nodes[node] = ResourceLook.Node(
                sockets: Self.sockets(of: pid),
                memory: MemoryPeaks.ownMemory(of: pid).map { $0 * 1_024 }
            )
        }
        for server in fleet.dataServers {
            switch server.state {
            case .down: found.down.insert(server.door.name)
            case .frozen: found.silent[server.door.name] = "it was frozen"
            case .running:
                if let seen = try? await look(at: server.door) {
                    found.servers[server.door.name] = seen
                } else {
                    found.silent[server.door.name] = "it did not answer"
                }
            }
        }
        return found
    }

    private func look(at door: RedisDoor) async throws -> ResourceLook.Server {
        try await door.talk { client in
            let listed = try await client.clientList().filter(isOfNode)
            let connections = listed.map { Self.node(of: $0) }
            let prefix = fleet.keyPrefix
            let named = try await client.send("PUBSUB", "CHANNELS", prefix + "*").elements ?? []
            let channels = named.compactMap(\.string).filter { !$0.hasPrefix("__sentinel__") }
            // Patterns are counted without names, so on a server that others use too they say nothing.
            let patterns = prefix.isEmpty ? try await client.send("PUBSUB", "NUMPAT").int ?? 0 : 0
            return ResourceLook.Server(
                connections: connections.reduce(into: [:]) { $0[$1, default: 0] += 1 },
                passing: listed.count { $0["name"]?.hasSuffix("-check") == true },
                channels: Set(channels),
                patterns: Int(patterns),
                keys: try await keys(client)
            )
        }
    }

    /// By its name, `rollcall-n2-sub`; nil where it bears another.
    private static func node(of connection: [String: String]) -> NodeID? {
        let parts = (connection["name"] ?? "").split(separator: "-")
        return parts.count > 1 && parts[0] == "rollcall" ? NodeID(parts[1]) : nil
    }

    /// Neither ours, nor that of a replica, master or sentinel; on a server that others use too, one that says it is.
    private func isOfNode(_ connection: [String: String]) -> Bool {
        let name = connection["name"] ?? ""
        if connection["user"] == HarnessLogin.user || RedisDoor.exempt.contains(name) || name.hasPrefix("sentinel-") {
            return false
        }
        if connection["flags"].map({ $0.contains("S") || $0.contains("M") }) == true { return false }
        return fleet.keyPrefix.isEmpty || name.hasPrefix("rollcall-n")
    }

    /// Without those of the backplane, which a first message makes, and what faults have written.
    private func keys(_ client: AsyncRedisClient) async throws -> Int {
        let ours = fleet.keysByDatabase
        var count = 0
        if fleet.keyPrefix.isEmpty {
            for (name, value) in try await client.info("keyspace").all where name.hasPrefix("db") {
                let keys = RedisInfoFields.pairs(value, separator: ",")["keys"].flatMap { Int($0) }
                count += keys ?? 0
            }
            for (database, keys) in ours {
                _ = try await client.send("SELECT", "\(database)")
                count -= try await keys.count(client)
            }
        } else {
            for (database, keys) in ours {
                _ = try await client.send("SELECT", "\(database)")
                count += try await client.names(beginningWith: fleet.keyPrefix).count { !keys.contains($0) }
            }
        }
        return max(0, count)
    }

    /// Nil when the process is gone.
    private static func sockets(of pid: Int32) -> Int? {
        guard let folder = opendir("/proc/\(pid)/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        var target = [CChar](repeating: 0, count: 8)
        while let entry = readdir(folder) {
            let length = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { readlinkat(dirfd(folder), $0, &target, 7) }
            }
            if length == 7, target.prefix(7).elementsEqual("socket:".utf8.map { CChar($0) }) { count += 1 }
        }
        return count
    }
}
