/// CLIENT KILL: the server closes connections. Those of the harness, of replicas and of sentinels stay.
package struct RedisKillClients: Fault {
    package static let verb = "redis.kill-clients"
    package static let harm = RedisHarm.changes

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case pubsub, normal, all
    }

    package var redis: RedisTarget
    package var kind: Kind
    /// Only its connections; nil for everybody's.
    package var node: NodeID?

    package init(_ redis: RedisTarget = .master, _ kind: Kind = .all, node: NodeID? = nil) {
        self.redis = redis
        self.kind = kind
        self.node = node
    }

    package var target: String { redis.description + (node.map { ", \($0)" } ?? "") }
}

extension RedisKillClients: RedisFault {
    static let keys = ["target", "type", "node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let kind = mapping.word("type", as: Kind.self) ?? .all
        let node = mapping.node("node")
        guard let target = mapping.redis(), node != nil || !mapping.has("node") else { return nil }
        self.init(target, kind, node: node)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkDataTarget(redis, path)
        if let node { validation.checkNode(node, "\(path).node") }
    }
}
