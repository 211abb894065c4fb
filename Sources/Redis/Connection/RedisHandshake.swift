package import Core

/// What is said on a new connection before anything else: AUTH, CLIENT SETNAME, SELECT, INFO, ROLE, PING. Pure: commands go
/// out all at once, replies come in one by one.
package struct RedisHandshake {
    private enum Step: String {
        case auth = "AUTH"
        case name = "CLIENT SETNAME"
        case select = "SELECT"
        case server = "INFO server"
        case replication = "INFO replication"
        case role = "ROLE"
        case cluster = "INFO cluster"
        case ping = "PING"
    }

    package enum Action: Equatable {
        case wait
        case ready(RedisServerInfo)
        case fail(RedisError)
    }

    private let address: RedisAddress
    private let waitsForData: Bool
    private var steps: [Step]
    private var next = 0
    private var info = RedisServerInfo()
    package let commands: [RedisCommand]

    /// - Parameters:
    ///   - requiresMaster: a server that calls itself anything else is refused.
    ///   - waitsForData: false also takes a server that still loads its data.
    package init(
        address: RedisAddress,
        clientName: String?,
        requiresMaster: Bool = false,
        waitsForData: Bool = true
    ) {
        self.address = address
        self.waitsForData = waitsForData
        var script: [(Step, RedisCommand)] = []
        if let login = Self.login(address) { script.append((.auth, login)) }
        if let clientName { script.append((.name, RedisCommand("CLIENT", "SETNAME", clientName))) }
        if address.database != 0 { script.append((.select, RedisCommand("SELECT", address.database))) }
        // Several sections in one INFO are known from Redis 7 on only.
        script.append((.server, RedisCommand("INFO", "server")))
        script.append((.replication, RedisCommand("INFO", "replication")))
        // A user may be denied INFO and not ROLE.
        if requiresMaster { script.append((.role, RedisCommand("ROLE"))) }
        script.append((.cluster, RedisCommand("INFO", "cluster")))
        // Last, for unlike the others it is refused while Redis loads its data or has no master to follow.
        script.append((.ping, RedisCommand("PING")))
        steps = script.map(\.0)
        commands = script.map(\.1)
    }

    /// AUTH, where the address has a password.
    static func login(_ address: RedisAddress) -> RedisCommand? {
        guard let password = address.password else { return nil }
        return address.username.map { RedisCommand("AUTH", $0, password) } ?? RedisCommand("AUTH", password)
    }

    package mutating func received(_ reply: RedisReply) -> Action {
        precondition(next < steps.count, "a handshake of \(steps.count) steps got one reply more: \(reply.kind)")
        let step = steps[next]
        next += 1
        if case .error(let line) = reply { return refused(step, line) }
        switch step {
        case .auth, .name, .select: return .wait
        case .server: return serverInfo(RedisInfoFields(reply.string ?? ""))
        case .replication:
            info.role = RedisInfoFields(reply.string ?? "")["role"]
            return .wait
        case .role:
            info.role = reply.elements?.first?.string ?? info.role
            return masterCheck
        case .cluster:
            let cluster = RedisInfoFields(reply.string ?? "")["cluster_enabled"] == "1"
            return cluster ? .fail(.clusterRefused(address)) : .wait
        case .ping: return .ready(info)
        }
    }

    private mutating func serverInfo(_ fields: RedisInfoFields) -> Action {
        info.runID = fields["run_id"]
        let text = fields["redis_version"]
        info.version = text.flatMap { RedisVersion($0) }
        guard let version = info.version else {
            return .fail(.protocolViolation("INFO names no version but \(text ?? "nothing")"))
        }
        return version < .oldestSupported ? .fail(.serverTooOld(address, version: text ?? "")) : .wait
    }

    private var masterCheck: Action {
        switch info.role {
        case "master": .wait
        case let role?: .fail(.notMaster(address, role: role))
        case nil: .fail(.roleUnknown(address))
        }
    }

    private func refused(_ step: Step, _ line: String) -> Action {
        let code = line.prefix { $0 != " " }
        switch code {
        case "WRONGPASS", "NOAUTH":
            return .fail(.authenticationFailed(address, reply: line))
        case "LOADING" where step == .ping && !waitsForData:
            return .ready(info)
        case "LOADING", "MASTERDOWN", "BUSY":
            return .fail(.notReady(address, reply: line))
        case "NOPERM" where step != .auth && step != .select:
            // An ACL user may be denied what we only look at: the version stays unknown, the name unset.
            if step == .role { return masterCheck }
            return step == .ping ? .ready(info) : .wait
        case _ where line.hasPrefix("ERR max number of clients"):
            return .fail(.notReady(address, reply: line))
        default:
            return .fail(
                step == .auth
                    ? .authenticationFailed(address, reply: line)
                    : .handshakeFailed(address, step: step.rawValue, reply: line)
            )
        }
    }
}
