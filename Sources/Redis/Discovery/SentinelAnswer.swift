/// What came of the question for the master that one sentinel was asked.
package enum SentinelAnswer: Hashable, Sendable {
    case master(MasterClaim)
    /// It knows no master of that name.
    case unknown
    /// It refused the login; its words.
    case denied(String)
    /// It gave no answer, or none that can be used; why, in a few words.
    case silent(String)
}

extension SentinelAnswer {
    /// Reads the replies to `SENTINEL GET-MASTER-ADDR-BY-NAME` and `SENTINEL MASTER`, asked together.
    ///
    /// The first is the address that clients are to use; while a failover is under way its leader names the promoted
    /// server there already, and the epoch of the second is that of this failover.
    package init(address: RedisReply, details: RedisReply) {
        switch address {
        case .null: self = .unknown
        case .error(let line): self = .refused(line)
        case .array(let elements):
            guard elements.count == 2, let host = elements[0].string, !host.isEmpty,
                let port = elements[1].int.flatMap({ UInt16(exactly: $0) }), port > 0
            else { fallthrough }
            self = .master(MasterClaim(MasterAddress(host: host, port: port), epoch: Self.epoch(in: details)))
        case .simple, .bulk, .integer: self = .silent("its answer is no address")
        }
    }

    /// An error line. Only a login is told apart: it is what a setting mends.
    package static func refused(_ line: String) -> SentinelAnswer {
        switch line.prefix(while: { $0 != " " }) {
        case "NOAUTH", "WRONGPASS", "NOPERM": .denied(line)
        case "ERR" where line.hasPrefix("ERR AUTH"): .denied(line)
        case "IDONTKNOW": .unknown
        default: .silent(line)
        }
    }

    /// `SENTINEL MASTER` answers names and values in turn.
    private static func epoch(in details: RedisReply) -> Int64? {
        guard let fields = details.elements else { return nil }
        for place in stride(from: 0, to: fields.count - 1, by: 2) where fields[place].string == "config-epoch" {
            return fields[place + 1].int
        }
        return nil
    }
}
