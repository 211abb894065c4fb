import Core
import Redis
import Stream

// The log of the `stream` backplane.
extension Fleet {
    /// What a node has to know of it; nil for the other backplanes.
    func streamSettings(of node: NodeID, in redis: RunRedis) -> StreamSettings? {
        let spec = plan.scenario.nodes
        guard spec.backplane == .stream else { return nil }
        let servers = redis.servers.map { server in
            var server = server
            if let app = plan.scenario.app(of: node) { server.database = app.database }
            return server
        }
        return StreamSettings(
            servers: servers,
            entriesMax: spec.log.entriesMax,
            bytesMax: spec.log.bytesMax,
            retentionMilliseconds: spec.log.retentionMilliseconds
        )
    }

    /// Why a Redis that was given cannot keep what `exactly-once` needs, as far as it tells. One of ours is set up by the
    /// scenario, which was looked at when it was read.
    func weaknesses(of redis: RunRedis) async -> [String] {
        guard plan.scenario.nodes.backplane == .stream, case .given(let server, _) = redis else { return [] }
        let address = ServerAddress(host: server.address.host, port: server.address.port)
        let answers = try? await RedisDoor(name: "redis", address: server.address).talk { client in
            // A user that may not ask gets an error; then it is not known.
            let pairs = try? await client.send("CONFIG", "GET", "*").elements?.map { $0.string ?? "" }
            let info = try? await client.send("INFO", "replication").string
            return (pairs, info)
        }
        let values = answers?.0.map { pairs in
            Dictionary(stride(from: 0, to: pairs.count - 1, by: 2).map { (pairs[$0], pairs[$0 + 1]) }) { $1 }
        }
        let settings = ServerSettings(
            address: address,
            values: values,
            replication: answers?.1.flatMap { ReplicationInfo($0) }
        )
        let report = SettingsCheck.report([settings], configured: [address])
        // Parts of a longer sentence.
        return report.findings.filter { $0.outcome == .broken }.map { finding in
            finding.text.hasSuffix(".") ? String(finding.text.dropLast()) : finding.text
        }
    }
}
