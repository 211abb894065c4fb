import Core

// What can go wrong on the way to a master that sentinels name.
extension RedisError {
    /// - Parameter said: of each sentinel that was asked, what came of it.
    static func sentinelsSilent(_ endpoint: SentinelEndpoint, _ said: [String]) -> RedisError {
        RedisError(
            .sentinelsSilent,
            "No sentinel told where the master \"\(endpoint.masterName)\" is: \(said.joined(separator: "; ")). Check that "
                + "the sentinels run and their addresses."
        )
    }

    static func sentinelsDeny(_ endpoint: SentinelEndpoint, _ said: [String]) -> RedisError {
        RedisError(
            .authenticationFailed,
            "The sentinels of \"\(endpoint.masterName)\" refused the login: \(said.joined(separator: "; ")). Check user and "
                + "password of the sentinels; those of the data servers are others."
        )
    }

    static func masterUnknown(_ endpoint: SentinelEndpoint) -> RedisError {
        RedisError(
            .masterUnknown,
            "The sentinels \(endpoint.sentinels.map(\.description).joined(separator: ", ")) know no master named "
                + "\"\(endpoint.masterName)\". Check the name, and `sentinel monitor` in their configuration."
        )
    }

    /// - Parameter role: what it calls itself.
    static func notMaster(_ address: RedisAddress, role: String) -> RedisError {
        RedisError(
            .notMaster,
            "Redis at \(address) was named by a sentinel as the master, but calls itself \(role): the sentinel is behind, "
                + "or a failover is under way."
        )
    }

    /// - Parameter reply: its refusal of a write.
    static func demoted(_ place: String, reply: String) -> RedisError {
        RedisError(.notMaster, "\(place) is no master any more; the connection was left.", reply: reply)
    }

    static func roleUnknown(_ address: RedisAddress) -> RedisError {
        RedisError(
            .handshakeFailed,
            "Redis at \(address) lets this user run neither INFO nor ROLE, so nobody can tell whether it is the master. "
                + "Allow one of them (+role)."
        )
    }

    /// - Parameter old: nil where there was no connection to leave.
    static func masterMoved(to new: RedisAddress, from old: RedisAddress?) -> RedisError {
        RedisError(
            .masterMoved,
            "The sentinels announce another master, Redis at \(new)"
                + (old.map { ": the connection to \($0) was left." } ?? ".")
        )
    }
}
