// The JSON of control lines: one object with the name of the message under `event` or `command` and its fields beside it.
// docs/control-protocol.md shows each.

extension NodeEvent: Codable {
    private enum Key: String, CodingKey {
        case event, port, subscribed, reason, message, code, connections, backplaneSubscribed, failpoint
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch try fields.decode(String.self, forKey: .event) {
        case "listening": self = .listening(port: try fields.decode(UInt16.self, forKey: .port))
        case "ready": self = .ready
        case "backplane":
            self = .backplane(
                subscribed: try fields.decode(Bool.self, forKey: .subscribed),
                reason: try fields.decode(String.self, forKey: .reason)
            )
        case "failed":
            self = .failed(
                message: try fields.decode(String.self, forKey: .message),
                code: try fields.decode(ExitCode.self, forKey: .code)
            )
        case "status":
            self = .status(
                connections: try fields.decode(Int.self, forKey: .connections),
                backplaneSubscribed: try fields.decode(Bool.self, forKey: .backplaneSubscribed)
            )
        case "failpoint": self = .failpoint(try fields.decode(FailpointReport.self, forKey: .failpoint))
        case let name: throw unknown(name, Key.event, in: fields)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .listening(let port):
            try fields.encode("listening", forKey: .event)
            try fields.encode(port, forKey: .port)
        case .ready: try fields.encode("ready", forKey: .event)
        case .backplane(let subscribed, let reason):
            try fields.encode("backplane", forKey: .event)
            try fields.encode(subscribed, forKey: .subscribed)
            try fields.encode(reason, forKey: .reason)
        case .failed(let message, let code):
            try fields.encode("failed", forKey: .event)
            try fields.encode(message, forKey: .message)
            try fields.encode(code, forKey: .code)
        case .status(let connections, let backplaneSubscribed):
            try fields.encode("status", forKey: .event)
            try fields.encode(connections, forKey: .connections)
            try fields.encode(backplaneSubscribed, forKey: .backplaneSubscribed)
        case .failpoint(let report):
            try fields.encode("failpoint", forKey: .event)
            try fields.encode(report, forKey: .failpoint)
        }
    }
}

extension NodeCommand: Codable {
    private enum Key: String, CodingKey { case command, failpoint, id }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch try fields.decode(String.self, forKey: .command) {
        case "stop": self = .stop
        case "status": self = .status
        case "arm": self = .arm(try fields.decode(Failpoint.self, forKey: .failpoint))
        case "disarm": self = .disarm(failpoint: try fields.decode(Int.self, forKey: .id))
        case let name: throw unknown(name, Key.command, in: fields)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .stop: try fields.encode("stop", forKey: .command)
        case .status: try fields.encode("status", forKey: .command)
        case .arm(let failpoint):
            try fields.encode("arm", forKey: .command)
            try fields.encode(failpoint, forKey: .failpoint)
        case .disarm(let id):
            try fields.encode("disarm", forKey: .command)
            try fields.encode(id, forKey: .id)
        }
    }
}

extension ClientEvent: Codable {
    private enum Key: String, CodingKey {
        case event, progress, sentinels, alive, silent, fault, count, message, code
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch try fields.decode(String.self, forKey: .event) {
        case "ready": self = .ready
        case "progress": self = .progress(try fields.decode(ClientProgress.self, forKey: .progress))
        case "connected": self = .connected
        case "trafficDone": self = .trafficDone
        case "finished": self = .finished(try fields.decode([SentinelResult].self, forKey: .sentinels))
        case "settled": self = .settled
        case "nodesProbed": self = .nodesProbed
        case "probed":
            self = .probed(
                alive: try fields.decode(Int.self, forKey: .alive),
                silent: try fields.decode([ClientID].self, forKey: .silent)
            )
        case "applied":
            self = .applied(
                fault: try fields.decode(Int.self, forKey: .fault),
                count: try fields.decode(Int.self, forKey: .count)
            )
        case "restored":
            self = .restored(
                fault: try fields.decode(Int.self, forKey: .fault),
                count: try fields.decode(Int.self, forKey: .count)
            )
        case "failed":
            self = .failed(
                message: try fields.decode(String.self, forKey: .message),
                code: try fields.decode(ExitCode.self, forKey: .code)
            )
        case let name: throw unknown(name, Key.event, in: fields)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(name, forKey: .event)
        switch self {
        case .ready, .connected, .trafficDone, .settled, .nodesProbed: break
        case .progress(let progress): try fields.encode(progress, forKey: .progress)
        case .finished(let sentinels): try fields.encode(sentinels, forKey: .sentinels)
        case .probed(let alive, let silent):
            try fields.encode(alive, forKey: .alive)
            try fields.encode(silent, forKey: .silent)
        case .applied(let fault, let count), .restored(let fault, let count):
            try fields.encode(fault, forKey: .fault)
            try fields.encode(count, forKey: .count)
        case .failed(let message, let code):
            try fields.encode(message, forKey: .message)
            try fields.encode(code, forKey: .code)
        }
    }

    private var name: String {
        switch self {
        case .ready: "ready"
        case .progress: "progress"
        case .connected: "connected"
        case .trafficDone: "trafficDone"
        case .finished: "finished"
        case .settled: "settled"
        case .nodesProbed: "nodesProbed"
        case .probed: "probed"
        case .applied: "applied"
        case .restored: "restored"
        case .failed: "failed"
        }
    }
}

func unknown<Key: CodingKey>(
    _ name: String,
    _ key: Key,
    in fields: KeyedDecodingContainer<Key>
) -> DecodingError {
    .dataCorruptedError(
        forKey: key,
        in: fields,
        debugDescription: "unknown \(key.stringValue) '\(name)' (docs/control-protocol.md lists them)"
    )
}
