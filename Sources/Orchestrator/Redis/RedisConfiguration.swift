package import Core

/// The redis.conf of a server that we start, and the file with its secrets that it includes.
package struct RedisConfiguration: Hashable, Sendable {
    /// What a scenario may not set: it would reach outside the server's own folder, port or process, or is a field of
    /// the scenario of its own.
    package static let reservedKeys: Set<String> = [
        "bind", "port", "tls-port", "unixsocket", "dir", "logfile", "pidfile", "daemonize", "supervised", "include",
        "requirepass", "user", "aclfile", "masterauth", "syslog-enabled", "protected-mode", "rename-command",
    ]

    package var port: UInt16
    package var dataFolder: String
    package var secretFile: String
    package var persistence: RedisSpec.Persistence
    package var username: String?
    package var password: String?
    package var databases: Int
    /// Further lines, key and value.
    package var extra: [String: String]

    /// - Throws: ``HarnessError`` with code 65 when a line is not ours to pass on.
    package init(spec: RedisSpec, port: UInt16, dataFolder: String, secretFile: String) throws(HarnessError) {
        for (key, value) in spec.config {
            let plain = key.utf8.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D || $0 == 0x2E }
            guard plain, !key.isEmpty, !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw HarnessError(.scenario, "redis.config: '\(key)' and its value are not one line of redis.conf")
            }
            guard !Self.reservedKeys.contains(key.lowercased()) else {
                throw HarnessError(
                    .scenario,
                    "redis.config: '\(key)' cannot be set here",
                    remedy: "port, password and username are fields of 'redis'; the rest is Rollcall's"
                )
            }
        }
        self.port = port
        self.dataFolder = dataFolder
        self.secretFile = secretFile
        persistence = spec.persistence
        username = spec.username
        password = spec.password
        // Redis has 16 unless told otherwise.
        databases = max(16, spec.database + 1)
        extra = spec.config
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
        lines += extra.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.isEmpty ? #""""# : $0.value)" }
        if secrets != nil { lines.append("include \(Self.quoted(secretFile))") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The text of the included file; nil when there is no password.
    package var secrets: String? {
        guard let password else { return nil }
        guard let username, username != "default" else { return "requirepass \(Self.quoted(password))\n" }
        return """
            user default off
            user \(Self.quoted(username)) on ~* &* +@all \(Self.quoted(">" + password))

            """
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
