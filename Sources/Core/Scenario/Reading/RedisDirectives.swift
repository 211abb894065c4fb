/// Lines of redis.conf that a scenario may not write under `redis.config`.
package enum RedisDirectives {
    /// Directives that a run decides itself, and what to write instead.
    package static let own: [String: String] = {
        let persistence = "write `redis: {persistence: none}`, `rdb` or `aof`"
        let folder = "remove it; a run has a folder of its own"
        let process = "remove it; Rollcall watches the process"
        let replication = "write `redis: {mode: replica}` or `redis: {mode: sentinel}`"
        return [
            "port": "write `redis: {port: ...}`",
            "tls-port": "remove it; nothing here speaks TLS",
            "bind": "remove it; Rollcall listens on 127.0.0.1 only",
            "protected-mode": "remove it; Rollcall listens on 127.0.0.1 only",
            "unixsocket": "remove it; Rollcall listens on 127.0.0.1 only",
            "requirepass": "write `redis: {password: ...}`",
            "user": "write `redis: {username: ..., password: ...}`, or `redis: {users: {...}}`",
            "aclfile": "write `redis: {username: ..., password: ...}`, or `redis: {users: {...}}`",
            "masterauth": replication,
            "masteruser": replication,
            "replicaof": replication,
            "slaveof": replication,
            "replica-announce-ip": replication,
            "replica-announce-port": replication,
            "slave-announce-ip": replication,
            "slave-announce-port": replication,
            "appendonly": persistence,
            "appendfsync": persistence,
            "save": persistence,
            "dir": folder,
            "dbfilename": folder,
            "logfile": folder,
            "pidfile": folder,
            "syslog-enabled": folder,
            "rename-command": "remove it; Rollcall has to ask Redis how it is",
            "daemonize": process,
            "supervised": process,
            "include": "write the directives here",
            "loadmodule": "remove it; scenarios load no code into Redis",
        ]
    }()
}
