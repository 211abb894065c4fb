/// What a request asks for, by the suffix of its path, in any case (reference signalr2, section 1). The method of the
/// request does not matter.
package enum SignalRAction: String, Hashable, Sendable, CaseIterable {
    case negotiate
    case connect
    case start
    case reconnect
    case poll
    case send
    case abort
    case ping
    /// The generated script of hub proxies, for browsers.
    case hubs
    /// Another name of ``hubs``.
    case js

    /// Nil for any other suffix, which streaming transports take for a reconnect.
    package init?(path: String) {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        self.init(rawValue: path[path.index(after: slash)...].lowercased())
    }
}

/// How a client receives (reference signalr2, section 2.1).
package enum SignalRTransport: String, Hashable, Sendable, CaseIterable {
    case webSockets
    case serverSentEvents
    case longPolling
    /// Old browsers only; known by name and refused.
    case foreverFrame

    /// Any case; nil for an unknown name.
    package init?(name: String) {
        guard let transport = Self.allCases.first(where: { CaseFolding.equal($0.rawValue, name) }) else { return nil }
        self = transport
    }

    /// Messages of one pass (section 5.3).
    package var messageLimit: Int {
        self == .longPolling ? Subscription.longPollingLimit : Subscription.streamingLimit
    }
}
