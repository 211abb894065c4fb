import Core

/// What went wrong between us and a Redis, and whether the command may nevertheless have taken effect there.
package struct RedisError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        // Connecting
        case refused, unreachable, connectTimedOut, authenticationFailed, clusterRefused, serverTooOld, notReady
        case handshakeFailed
        // Finding the master
        case sentinelsSilent, masterUnknown, notMaster, masterMoved
        // Connected
        case notConnected, connectionLost, unresponsive, commandTimedOut, pipelineFull, protocolViolation, closed
        /// Redis answered with an error; `reply` has it.
        case errorReply
    }

    /// What is known about the effect of the command that failed.
    package enum Certainty: String, Sendable {
        /// It surely had no effect.
        case definite
        /// It may have taken effect.
        case unknown
    }

    package var code: Code
    package var certainty: Certainty
    /// One sentence or two: what failed, where, and the remedy. Never holds a password.
    package var message: String
    /// The error line of Redis, when there is one.
    package var reply: String?

    /// A definite error.
    package init(_ code: Code, _ message: String, reply: String? = nil) {
        self.init(code, .definite, message, reply: reply)
    }

    package init(_ code: Code, _ certainty: Certainty, _ message: String, reply: String? = nil) {
        self.code = code
        self.certainty = certainty
        self.message = message
        self.reply = reply
    }

    /// The first word of the reply, such as `NOSCRIPT`.
    package var replyCode: Substring? {
        reply?.prefix { $0 != " " }
    }

    func with(_ certainty: Certainty) -> RedisError {
        var copy = self
        copy.certainty = certainty
        return copy
    }
}

extension RedisError: CustomStringConvertible {
    package var description: String {
        certainty == .definite ? message : message + " Whether the command took effect is unknown."
    }
}

// One function per situation, so that a situation reads the same wherever it is met.
extension RedisError {
    static func refused(_ address: RedisAddress) -> RedisError {
        RedisError(
            .refused,
            "Nothing listens at \(address): connection refused. Start Redis there, or correct host and port."
        )
    }

    static func unreachable(_ address: RedisAddress, _ reason: String) -> RedisError {
        RedisError(.unreachable, "Redis at \(address) cannot be reached: \(reason). Check host, port and network.")
    }

    static func connectTimedOut(_ address: RedisAddress, _ timeout: String) -> RedisError {
        RedisError(
            .connectTimedOut,
            "Redis at \(address) did not answer within \(timeout) while connecting. It may be frozen, or a firewall "
                + "drops the packets."
        )
    }

    static func authenticationFailed(_ address: RedisAddress, reply: String) -> RedisError {
        let user = address.username.map { "user \"\($0)\"" } ?? "the default user"
        let remedy =
            if address.password == nil {
                "It asks for a password and none was given."
            } else if reply.contains("without any password") {
                "A password was given, but that Redis has none: leave it out."
            } else {
                "Wrong user or password: check both."
            }
        return RedisError(
            .authenticationFailed,
            "Redis at \(address) refused the login of \(user). \(remedy)",
            reply: reply
        )
    }

    static func clusterRefused(_ address: RedisAddress) -> RedisError {
        RedisError(
            .clusterRefused,
            "Redis at \(address) runs in cluster mode, which SignalR's backplane does not support. Use a standalone "
                + "Redis, a replica set or Sentinel (cluster-enabled no)."
        )
    }

    static func serverTooOld(_ address: RedisAddress, version: String) -> RedisError {
        RedisError(
            .serverTooOld,
            "Redis at \(address) is version \(version); \(RedisVersion.oldestSupported) or newer is needed."
        )
    }

    static func notReady(_ address: RedisAddress, reply: String) -> RedisError {
        RedisError(.notReady, "Redis at \(address) is up but serves nobody yet: \(reply)", reply: reply)
    }

    static func handshakeFailed(_ address: RedisAddress, step: String, reply: String) -> RedisError {
        RedisError(.handshakeFailed, "Redis at \(address) refused \(step): \(reply)", reply: reply)
    }

    static func notConnected(_ endpoint: RedisEndpoint, because cause: RedisError?) -> RedisError {
        RedisError(
            .notConnected,
            "Not connected to \(endpoint)." + (cause.map { " " + $0.message } ?? " No attempt has ended yet.")
        )
    }

    static func connectionLost(_ address: RedisAddress, _ reason: String) -> RedisError {
        RedisError(.connectionLost, "The connection to Redis at \(address) was lost: \(reason).")
    }

    static func unresponsive(_ place: String, _ silence: String) -> RedisError {
        RedisError(
            .unresponsive,
            "\(place) answered no PING for \(silence): frozen, overloaded, or cut off without notice."
        )
    }

    /// - Parameter place: the server that was asked, in words.
    static func commandTimedOut(_ name: String, _ place: String, _ timeout: String) -> RedisError {
        RedisError(.commandTimedOut, .unknown, "\(name) got no reply from \(place) within \(timeout).")
    }

    static func pipelineFull(_ place: String, _ bound: String) -> RedisError {
        RedisError(
            .pipelineFull,
            "\(bound) already wait for \(place): it is slower than the load. Send less at a time."
        )
    }

    static func protocolViolation(_ what: String) -> RedisError {
        RedisError(.protocolViolation, "What arrived is not RESP2 as Redis speaks it: \(what). Is it a Redis?")
    }

    static func replyTooLong(bytesMax: Int) -> RedisError {
        RedisError(.protocolViolation, "A reply is longer than the \(bytesMax) bytes that are taken.")
    }

    static let unsubscribed = RedisError(
        .closed,
        "The channel was given up by a later unsubscription before Redis confirmed it."
    )

    static func closed(_ endpoint: RedisEndpoint) -> RedisError {
        RedisError(.closed, "The connection to \(endpoint) was closed by us.")
    }
}
