extension RedisError {
    /// The error that a reply of Redis stands for.
    static func errorReply(_ line: String, to command: String) -> RedisError {
        RedisError(.errorReply, certainty(ofReply: line), "Redis refused \(command): \(line)", reply: line)
    }

    /// Whether a command that was answered with this error surely had no effect.
    ///
    /// Errors about the state of the whole server cannot begin in the middle of a script, so they are definite also when
    /// a script met them. Errors about one command are definite unless a script met them (Redis 7 adds `script: SHA` to
    /// the line, older ones begin it with `ERR Error running script`): an earlier command of the script may have worked.
    package static func certainty(ofReply line: String) -> Certainty {
        let code = line.prefix { $0 != " " }
        if serverStateCodes.contains(String(code)) { return .definite }
        if metInsideScript(line) { return .unknown }
        if commandCodes.contains(String(code)) { return .definite }
        return definiteTexts.contains { line.hasPrefix($0) } ? .definite : .unknown
    }

    /// Whether this error means that the server takes no writes: it is a replica. Before Redis 7 a script that met it wraps
    /// the line.
    static func isReadOnly(_ line: String) -> Bool {
        line.hasPrefix("READONLY ") || (metInsideScript(line) && line.contains("-READONLY "))
    }

    private static func metInsideScript(_ line: String) -> Bool {
        line.contains(" script: ") || line.contains("user_script") || line.contains("running script")
    }

    private static let serverStateCodes: Set<String> = [
        "READONLY", "OOM", "LOADING", "MASTERDOWN", "MISCONF", "NOREPLICAS", "NOSCRIPT", "BUSY", "CLUSTERDOWN",
    ]

    private static let commandCodes: Set<String> = [
        "WRONGTYPE", "NOPERM", "NOAUTH", "WRONGPASS", "NOPROTO", "MOVED", "ASK", "CROSSSLOT", "TRYAGAIN", "EXECABORT",
        "BUSYGROUP", "NOGROUP", "INPROG", "DENIED",
    ]

    private static let definiteTexts = [
        "ERR unknown command", "ERR unknown subcommand", "ERR Unknown subcommand", "ERR wrong number of arguments",
        "ERR syntax error", "ERR value is not an integer", "ERR DB index is out of range", "ERR invalid DB index",
        "ERR max number of clients reached", "ERR AUTH <password> called without any password",
    ]
}
