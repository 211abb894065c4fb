import Core

/// Writes commands as Redis takes them and reads what it answers.
package struct LogWire: Hashable, Sendable {
    package var keys: StreamKeys
    package var limits: LogLimits

    package init(keys: StreamKeys, limits: LogLimits = LogLimits()) {
        self.keys = keys
        self.limits = limits
    }

    /// The arguments of one command, its name first.
    package func arguments(of command: LogCommand) -> [[UInt8]] {
        switch command {
        case .found(let id, let replaced):
            return eval(.found, [keys.meta, keys.log, keys.leases], [id.text, replaced?.text ?? ""])
        case .open(let id, let salt):
            let lifetime = "\(limits.sessionLifetimeMilliseconds)"
            return eval(.open, [keys.meta], [keys.sessionPrefix, id.text, HexText.word(salt), lifetime])
        case .append(let id, let requests): return append(id, requests)
        case .entries(let from, let count): return words("XRANGE", keys.log, "\(from)-0", "+", "COUNT", "\(count)")
        case .meta: return words(["HMGET", keys.meta] + Self.metaFields)
        case .barrier(let id, let commit): return eval(.barrier, [keys.meta], [id?.text ?? "", "\(commit)"])
        case .replication: return words("INFO", "replication")
        case .wait(let replicas, let milliseconds): return words("WAIT", "\(replicas)", "\(max(1, milliseconds))")
        case .lease(let id, let node, let index):
            let lifetime = "\(limits.leaseLifetimeMilliseconds)"
            return eval(.lease, [keys.meta, keys.leases], [id.text, node, "\(index)", lifetime])
        case .trim(let id, let limit, let commit):
            let arguments = [id.text, "\(limit)", "\(commit)", "\(limits.trimEntriesMax)", "\(limits.trimBytesMax)"]
            return eval(.trim, [keys.meta, keys.log, keys.leases], arguments)
        }
    }

    private static let metaFields = ["id", "head", "tag", "floor", "floortag", "commit"]

    private func append(_ id: LogID, _ requests: [AppendRequest]) -> [[UInt8]] {
        let bounds = [limits.entriesMax, limits.bytesMax, limits.sessionLifetimeMilliseconds].map { "\($0)" }
        var arguments = eval(.append, [keys.meta, keys.log], [keys.sessionPrefix, id.text] + bounds)
        for request in requests {
            let fields = request.content.fields
            arguments += words("\(request.session.number)", request.session.saltText, "\(request.sequence)")
            arguments += [fields.target, fields.payload]
        }
        return arguments
    }

    private func eval(_ script: LogScript, _ keys: [String], _ arguments: [String]) -> [[UInt8]] {
        words(["EVAL", script.body, "\(keys.count)"] + keys + arguments)
    }

    private func words(_ words: String...) -> [[UInt8]] { self.words(words) }

    private func words(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }
}
