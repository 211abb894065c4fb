/// How a Redis that Rollcall starts has to be set up for the `stream` backplane (docs/stream.md, assumptions; reference
/// stream-protocol, section 13).
package enum StreamRedis {
    /// Lines of redis.conf. Those of `redis: {config: ...}` stand above them.
    ///
    /// `min-replicas-to-write` is not among them: it proves nothing, for a replica may lag as much as it allows, and it would
    /// refuse the barrier and the renewal of leases too while a replica is away.
    package static let lines = [
        "aof-load-truncated": "yes",
        "no-appendfsync-on-rewrite": "no",
        "maxmemory-policy": "noeviction",
        "repl-diskless-load": "disabled",
        // A link that is dead without saying so is noticed; longer than any hold of a library scenario. A replica that
        // hears nothing for as long leaves too, so an idle master has to say something more often.
        "repl-timeout": "5",
        "repl-ping-replica-period": "1",
    ]

    /// Why a Redis that is set up like this cannot keep what `exactly-once` needs; empty where it can. One sentence each.
    package static func weaknesses(of redis: RedisSpec) -> [String] {
        guard redis.url == nil else { return [] }
        var found: [String] = []
        switch redis.persistence {
        case .aof: break
        case .none: found.append("a Redis with `persistence: none` begins empty after it ended")
        case .rdb:
            found.append("a Redis with `persistence: rdb` loses what came after its last snapshot when it is killed")
        }
        if value("aof-load-truncated", redis) == "no" {
            found.append("with `aof-load-truncated no` a Redis that was killed may not start again")
        }
        if value("no-appendfsync-on-rewrite", redis) == "yes" {
            found.append("with `no-appendfsync-on-rewrite yes` writes are not synced while the file is rewritten")
        }
        let policy = value("maxmemory-policy", redis) ?? "noeviction"
        if policy != "noeviction", let bound = value("maxmemory", redis), bound != "0" {
            found.append("with `maxmemory-policy \(policy)` a full Redis deletes keys of the log")
        }
        return found
    }

    private static func value(_ directive: String, _ redis: RedisSpec) -> String? {
        redis.config[directive].map { $0.lowercased().filter { $0 != "\"" && $0 != "'" && $0 != " " } }
    }
}
