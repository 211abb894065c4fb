/// What the checks of a request lead to (reference signalr2, section 1.4).
package enum SignalRAdmission: Hashable, Sendable {
    /// An HTTP status and the reason for the log.
    case refused(status: Int, reason: String)
    case negotiate(protocolVersion: ProtocolVersion, url: String)
    case ping
    /// The script of hub proxies.
    case proxyScript
    case start(SignalRCaller)
    /// The payload of a `/send`; nil when the request has none.
    case send(SignalRCaller, data: String?)
    case abort(SignalRCaller)
    case receive(SignalRReceive)
}

/// Whom a request is from, as its token tells.
package struct SignalRCaller: Hashable, Sendable {
    package var connectionID: String
    /// Empty for an anonymous user.
    package var user: String
    /// Hubs of the connection data in the server's casing.
    package var hubs: [String]
    package var transport: SignalRTransport
    package var protocolVersion: ProtocolVersion
}

/// A request for messages.
package struct SignalRReceive: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case connect
        case reconnect
        case poll
    }

    package var kind: Kind
    package var caller: SignalRCaller
    /// The cursor as presented; not yet read, because a malformed one fails only after the first bytes of the response.
    package var cursor: String?
    /// Names as in the groups token, of the caller's hubs.
    package var groups: [String]
}
