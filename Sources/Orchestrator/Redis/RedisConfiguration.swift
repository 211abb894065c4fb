package import Core

/// What a data server that we start is configured with: a redis.conf without secrets, and a private file that includes it.
///
/// The server is started with the private file. It is there that `CONFIG REWRITE`, which sentinels send when they change a
/// server's role, writes passwords in the clear.
package struct RedisConfiguration: Hashable, Sendable {
    package var port: UInt16
    /// What sentinels and master are told in place of `port`; nil where nothing stands in front of it.
    package var announcedPort: UInt16?
    /// Port of the master; nil for a master.
    package var replicaOf: UInt16?
    /// It is one of several, and can come to be their master.
    package var isReplicated: Bool
    package var dataFolder: String
    package var persistence: RedisSpec.Persistence
    package var username: String?
    package var password: String?
    package var users: [RedisUser]
    package var databases: Int
    /// Further lines, key and value.
    package var extra: [String: String]
    /// It stays in LOADING for as long as its data take this way; nil loads as fast as it can.
    package var slowLoading: Bool

    /// - Throws: ``HarnessError`` with code 65 when a line is not ours to pass on.
    package init(
        spec: RedisSpec,
        port: UInt16,
        announcedPort: UInt16? = nil,
        replicaOf: UInt16? = nil,
        dataFolder: String,
        slowLoading: Bool = false
    ) throws(HarnessError) {
        for (key, value) in spec.config {
            let plain = key.utf8.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D || $0 == 0x2E }
            guard plain, !key.isEmpty, !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw HarnessError(.scenario, "redis.config: '\(key)' and its value are not one line of redis.conf")
            }
            guard RedisDirectives.own[key.lowercased()] == nil else {
                throw HarnessError(
                    .scenario,
                    "redis.config: '\(key)' cannot be set here",
                    remedy: "port, password and username are fields of 'redis'; the rest is Rollcall's"
                )
            }
        }
        self.port = port
        self.announcedPort = announcedPort
        self.replicaOf = replicaOf
        self.dataFolder = dataFolder
        self.slowLoading = slowLoading
        isReplicated = spec.mode != .standalone
        persistence = spec.persistence
        username = spec.username
        password = spec.password
        users = spec.users
        // Redis has 16 unless told otherwise.
        databases = max(16, spec.database + 1)
        extra = spec.defaults.merging(spec.config) { $1 }
    }

    /// The text of redis.conf; it holds no secret.
    package var text: String {
        var lines = [
            "bind 127.0.0.1",
            "port \(port)",
            "protected-mode yes",
            "daemonize no",
            "dir \(Self.quoted(dataFolder))",
            "databases \(databases)",
        ]
        switch persistence {
        case .none: lines += [#"save """#, "appendonly no"]
        // A save point has to exist for a snapshot on shutdown; this one hardly ever comes by itself.
        case .rdb: lines += ["save 3600 1000000", "appendonly no"]
        case .aof: lines += [#"save """#, "appendonly yes", "appendfsync always"]
        }
        if isReplicated { lines += replication }
        if slowLoading { lines += Self.slowness }
        lines += extra.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.isEmpty ? #""""# : $0.value)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A replica is in sync at once, and a stalled one is neither cut off nor made to begin again (reference
    /// stream-protocol, section 13). By way of a file: most replicas synchronised by socket hear nothing of what is
    /// written next until its first acknowledgement on time, a second later, though its master calls it online.
    private var replication: [String] {
        var lines = [
            "repl-diskless-sync no", "repl-diskless-sync-delay 0", "repl-backlog-size 64mb",
            "client-output-buffer-limit replica 0 0 0",
        ]
        if let announcedPort {
            lines += ["replica-announce-ip 127.0.0.1", "replica-announce-port \(announcedPort)"]
        }
        if let replicaOf { lines.append("replicaof 127.0.0.1 \(replicaOf)") }
        return lines
    }

    /// How long one key takes in microseconds, and how often clients are answered meanwhile, in bytes.
    private static let slowness = [
        "key-load-delay \(LoadingFiller.microsecondsPerKey)", "loading-process-events-interval-bytes 1024",
    ]

    /// The text of the private file: `included` names the other one.
    func secrets(_ harness: HarnessLogin, including included: String) -> String {
        var lines = [
            "include \(Self.quoted(included))",
            "user \(HarnessLogin.user) on ~* &* +@all >\(harness.password)",
        ]
        if isReplicated { lines += ["masteruser \(HarnessLogin.user)", "masterauth \(harness.password)"] }
        let nodes = username ?? "default"
        if nodes != "default", !users.contains(where: { $0.name == "default" }) { lines.append("user default off") }
        if !users.contains(where: { $0.name == nodes }) { lines.append(login(nodes, password, "~* &* +@all")) }
        for user in users {
            lines.append(login(user.name, user.name == nodes ? password : user.password, user.rules))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func login(_ name: String, _ password: String?, _ rules: String) -> String {
        let secret = password.map { Self.quoted(">" + $0) } ?? "nopass"
        return "user \(Self.quoted(name)) on \(secret) \(rules)"
    }

    /// In double quotes, as redis.conf reads them.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += "\\" + String(UnicodeScalar(byte))
            case 0x20..<0x7F: result += String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result + "\""
    }
}
