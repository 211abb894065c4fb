import FoundationEssentials

/// The part of a negotiate response that a client uses (reference signalr2, section 1.3).
package struct SignalRNegotiation: Hashable, Sendable {
    package var connectionToken: String
    package var connectionID: String
    /// Nil when the server sends no keep-alives. Nanoseconds.
    package var keepAliveTimeout: UInt64?
    /// How long a client tries to come back. Nanoseconds.
    package var disconnectTimeout: UInt64
    /// How long a client waits for the socket and for `S:1`. Nanoseconds.
    package var transportConnectTimeout: UInt64

    package init(
        connectionToken: String,
        connectionID: String,
        keepAliveTimeout: UInt64?,
        disconnectTimeout: UInt64,
        transportConnectTimeout: UInt64
    ) {
        self.connectionToken = connectionToken
        self.connectionID = connectionID
        self.keepAliveTimeout = keepAliveTimeout
        self.disconnectTimeout = disconnectTimeout
        self.transportConnectTimeout = transportConnectTimeout
    }

    /// How often the silence is looked at: a third of the time between the warning, at two thirds of the keep-alive
    /// timeout, and the timeout itself (reference signalr2, section 6.2).
    package var checkInterval: UInt64 {
        guard let keepAliveTimeout else { return SignalRClientOptions.idleCheckInterval }
        return max(1_000_000, (keepAliveTimeout - keepAliveTimeout * 2 / 3) / 3)
    }

    /// Longest time between two looks at the clock: after more than this the process was frozen, and the connection is
    /// not trusted any more.
    package var sleepGuard: UInt64 { disconnectTimeout + (keepAliveTimeout ?? 0) }
}

/// Why a negotiate response is of no use.
package struct SignalRNegotiationError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}

extension SignalRNegotiation {
    private struct Body: Decodable {
        var token: String?
        var id: String?
        var keepAlive: Double?
        var disconnect: Double?
        var transportConnect: Double?
        var webSockets: Bool?
        var version: String?
        var error: String?
        var redirect: String?
        var coreTransports: [SignalRJSON]?

        enum CodingKeys: String, CodingKey {
            case token = "ConnectionToken"
            case id = "ConnectionId"
            case keepAlive = "KeepAliveTimeout"
            case disconnect = "DisconnectTimeout"
            case transportConnect = "TransportConnectTimeout"
            case webSockets = "TryWebSockets"
            case version = "ProtocolVersion"
            case error = "Error"
            case redirect = "RedirectUrl"
            case coreTransports = "availableTransports"
        }
    }

    /// The versions that the .NET client of 2.4 takes.
    private static let versions: ClosedRange<Double> = 1.4...2.1

    /// Reads the body of a negotiate response.
    package init(parsing body: some Collection<UInt8>) throws(SignalRNegotiationError) {
        let fields: Body
        do {
            fields = try JSONDecoder().decode(Body.self, from: Data(body))
        } catch {
            throw SignalRNegotiationError(
                "the answer to negotiate is no JSON object of SignalR 2.4: \(Self.start(of: body))"
            )
        }
        if fields.coreTransports != nil {
            throw SignalRNegotiationError("this is an ASP.NET Core SignalR server; SignalR 2.4 is expected")
        }
        if let error = fields.error { throw SignalRNegotiationError("negotiate was refused: \(error)") }
        if let url = fields.redirect {
            throw SignalRNegotiationError("negotiate redirects to \(url); name that server in the scenario instead")
        }
        guard let version = fields.version.flatMap(Double.init), Self.versions.contains(version) else {
            throw SignalRNegotiationError(
                "the server speaks protocol \(fields.version ?? "(none)"); 1.4 to 2.1 are understood"
            )
        }
        guard fields.webSockets != false else {
            throw SignalRNegotiationError("the server offers no WebSocket transport")
        }
        guard let token = fields.token, !token.isEmpty else {
            throw SignalRNegotiationError("the answer to negotiate has no ConnectionToken")
        }
        guard let disconnect = Self.nanoseconds(fields.disconnect ?? 30) else {
            throw SignalRNegotiationError("DisconnectTimeout is out of range")
        }
        self.init(
            connectionToken: token,
            connectionID: fields.id ?? "",
            keepAliveTimeout: fields.keepAlive.flatMap(Self.nanoseconds),
            disconnectTimeout: disconnect,
            transportConnectTimeout: fields.transportConnect.flatMap(Self.nanoseconds)
                ?? SignalRClientOptions.stepTimeout
        )
    }

    private static func nanoseconds(_ seconds: Double) -> UInt64? {
        seconds > 0 && seconds < 1_000_000 ? UInt64(seconds * 1e9) : nil
    }

    private static func start(of body: some Collection<UInt8>) -> String {
        String(decoding: Array(body.prefix(SignalRItem.sampleBytesMax)), as: UTF8.self)
    }
}
