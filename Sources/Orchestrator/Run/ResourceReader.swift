import Core
import Glibc
import Redis

/// One reading of everything that a node could leave behind. What cannot be read is left out.
struct ResourceReader: Sendable {
    let fleet: Fleet

    /// The owner of what all data servers hold together: after a failover it is another one that has the connections.
    static let allServers = "redis"

    func read() async -> [ResourceKey: Int] {
        var found: [ResourceKey: Int] = [:]
        for node in fleet.plan.nodes {
            guard let pid = fleet.livingProcess(of: node) else { continue }
            found[ResourceKey(resource: .sockets, owner: "\(node)")] = Self.sockets(of: pid)
            found[ResourceKey(resource: .memory, owner: "\(node)")] = MemoryPeaks.ownMemory(of: pid).map { $0 * 1_024 }
        }
        var (clients, channels, isWhole) = (0, 0, true)
        let doors = (try? fleet.answeringDoors()) ?? []
        for door in doors {
            guard let server = try? await look(at: door) else {
                isWhole = false
                continue
            }
            clients += server.clients
            channels += server.channels
            found[ResourceKey(resource: .keys, owner: door.name)] = server.keys
        }
        if isWhole, !doors.isEmpty {
            found[ResourceKey(resource: .redisClients, owner: Self.allServers)] = clients
            found[ResourceKey(resource: .channels, owner: Self.allServers)] = channels
        }
        return found
    }

    private struct ServerLook {
        var clients: Int
        var channels: Int
        var keys: Int
    }

    private func look(at door: RedisDoor) async throws -> ServerLook {
        try await door.talk { client in
            let connections = try await client.clientList().count(where: isOfNode)
            let prefix = fleet.keyPrefix
            let named = try await client.send("PUBSUB", "CHANNELS", prefix + "*").elements ?? []
            let channels = named.count { $0.string.map { !$0.hasPrefix("__sentinel__") } ?? true }
            // Patterns are counted without names, so on a server that others use too they say nothing.
            let patterns = prefix.isEmpty ? try await client.send("PUBSUB", "NUMPAT").int ?? 0 : 0
            return ServerLook(
                clients: connections,
                channels: channels + Int(patterns),
                keys: try await keys(client)
            )
        }
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
