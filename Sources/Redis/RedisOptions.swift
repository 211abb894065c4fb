package import Core

/// How to connect to a Redis and how patient to be with it.
package struct RedisOptions: Sendable {
    package var endpoint: RedisEndpoint
    /// Shown by CLIENT LIST, so that a fault can find the connection; no spaces. nil sets none.
    package var clientName: String?
    /// From the first packet to the end of the handshake.
    package var connectTimeout: Duration
    /// From issuing a command to its reply, unless the call names another.
    package var commandTimeout: Duration
    /// How long a connection may be silent until a PING is sent.
    package var pingInterval: Duration
    /// How long after a PING nothing at all may arrive until the connection is given up. Must exceed the longest command
    /// that blocks the connection.
    package var pingTimeout: Duration
    /// The waits between attempts to connect.
    package var backoff: Backoff
    /// Commands without a reply that one connection may have.
    package var pipelineCommandsMax: Int
    /// Bytes of commands that may wait for the kernel to take them.
    package var unsentBytesMax: Int
    /// Reads of one turn of the event loop, of 64 KiB each, before the other connections of the loop have theirs.
    package var readsPerTurn: Int
    /// The longest reply that is taken, in bytes.
    package var replyBytesMax: Int
    /// How long one sentinel may take to answer until the next one is asked.
    package var sentinelTimeout: Duration
    /// False connects also to a server that still loads its data, for what it answers meanwhile.
    package var waitsForData = true

    /// ``sentinelTimeout`` where nobody says otherwise.
    package static let defaultSentinelTimeout: Duration = .milliseconds(500)

    package init(
        endpoint: RedisEndpoint,
        clientName: String? = nil,
        connectTimeout: Duration = .seconds(5),
        commandTimeout: Duration = .seconds(5),
        pingInterval: Duration = .seconds(1),
        pingTimeout: Duration = .seconds(4),
        backoff: Backoff = Backoff(),
        pipelineCommandsMax: Int = 1 << 17,
        unsentBytesMax: Int = 256 << 20,
        readsPerTurn: Int = 4,
        replyBytesMax: Int = 512 << 20,
        sentinelTimeout: Duration = Self.defaultSentinelTimeout
    ) {
        self.endpoint = endpoint
        self.clientName = clientName
        self.connectTimeout = connectTimeout
        self.commandTimeout = commandTimeout
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.backoff = backoff
        self.pipelineCommandsMax = pipelineCommandsMax
        self.unsentBytesMax = unsentBytesMax
        self.readsPerTurn = readsPerTurn
        self.replyBytesMax = replyBytesMax
        self.sentinelTimeout = sentinelTimeout
    }

    /// One server, come what may.
    package init(
        address: RedisAddress,
        clientName: String? = nil,
        connectTimeout: Duration = .seconds(5),
        commandTimeout: Duration = .seconds(5),
        pingInterval: Duration = .seconds(1),
        pingTimeout: Duration = .seconds(4),
        backoff: Backoff = Backoff()
    ) {
        self.init(
            endpoint: .server(address),
            clientName: clientName,
            connectTimeout: connectTimeout,
            commandTimeout: commandTimeout,
            pingInterval: pingInterval,
            pingTimeout: pingTimeout,
            backoff: backoff
        )
    }
}
