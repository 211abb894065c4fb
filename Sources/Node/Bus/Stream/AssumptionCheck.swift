import Core
import Logging
import NIOCore
import Redis
import Stream

/// Looks at what can be seen of the protocol's assumptions (docs/stream.md, "Assumptions") when a node starts, and says in the
/// log what holds, what does not, and what could not be seen.
struct AssumptionCheck: Sendable {
    let settings: NodeSettings
    let servers: [RedisAddress]
    let eventLoop: any EventLoop
    let logger: Logger

    private static let timeout: Duration = .seconds(2)
    private static let names = [
        "appendonly", "appendfsync", "aof-load-truncated", "no-appendfsync-on-rewrite", "maxmemory", "maxmemory-policy",
    ]

    func run() async {
        var seen: [ServerSettings] = []
        for server in servers { seen.append(await ask(server)) }
        guard !Task.isCancelled else { return }
        let configured = servers.map { ServerAddress(host: $0.host, port: $0.port) }
        say(SettingsCheck.report(seen, configured: configured))
    }

    private func place(of server: RedisAddress) -> RedisAddress {
        switch settings.commands {
        case .server(let address): servers.count == 1 ? address : server
        case .sentinels(let endpoint): endpoint.address(of: MasterAddress(host: server.host, port: server.port))
        }
    }

    private func ask(_ server: RedisAddress) async -> ServerSettings {
        let address = ServerAddress(host: server.host, port: server.port)
        let options = RedisOptions(
            address: place(of: server),
            clientName: "rollcall-\(settings.node)-check",
            connectTimeout: Self.timeout
        )
        guard let redis = try? await AsyncRedisClient.connect(options: options, on: eventLoop) else {
            return ServerSettings(address: address, values: nil, replication: nil)
        }
        var values: [String: String] = [:]
        for name in Self.names {
            guard let reply = try? await redis.send("CONFIG", "GET", name), case .array(let pair) = reply,
                pair.count == 2, let value = pair[1].string
            else { continue }
            values[name] = value
        }
        let info = try? await redis.send("INFO", "replication")
        await redis.close()
        return ServerSettings(
            address: address,
            values: values.isEmpty ? nil : values,
            replication: info?.string.flatMap { ReplicationInfo($0) }
        )
    }

    private func say(_ report: SettingsCheck.Report) {
        for finding in report.findings {
            let metadata: Logger.Metadata = ["assumption": "\(finding.assumption.rawValue)"]
            switch finding.outcome {
            case .held: logger.info("holds: \(finding.text)", metadata: metadata)
            case .unchecked: logger.info("not checked: \(finding.text)", metadata: metadata)
            case .broken: logger.warning("does not hold: \(finding.text)", metadata: metadata)
            }
        }
        if report.contract == .gapSignalled {
            logger.warning(
                "these servers cannot promise exactly-once: what they lose is told to clients",
                metadata: ["contract": "\(report.contract.rawValue)"]
            )
        }
    }
}
