/// The settings of the SignalR 2.4 server (reference signalr2, sections 5.1, 5.2, 6.1 and 7.4).
package struct SignalRSettings: Codable, Hashable, Sendable {
    /// After this much silence a connection is over. At least 6 s in the original; smaller values are for tests only.
    package var disconnectTimeoutMilliseconds: Int
    /// Keep-alives come this often. At most a third of the disconnect timeout.
    package var keepAliveMilliseconds: Int
    /// Messages kept per signal, at least 32.
    package var messageBufferSize: Int
    /// Ids kept for resuming.
    package var scaleoutMappings: Int
    /// Publishes that wait while Redis has never been reached, before "queue full".
    package var queueLength: Int
    /// Largest message taken from a client, in bytes.
    package var inboundMessageBytesMax: Int

    package init(
        disconnectTimeoutMilliseconds: Int = 30_000,
        keepAliveMilliseconds: Int = 10_000,
        messageBufferSize: Int = 1_000,
        scaleoutMappings: Int = 65_535,
        queueLength: Int = 1_000,
        inboundMessageBytesMax: Int = 65_536
    ) {
        self.disconnectTimeoutMilliseconds = disconnectTimeoutMilliseconds
        self.keepAliveMilliseconds = keepAliveMilliseconds
        self.messageBufferSize = messageBufferSize
        self.scaleoutMappings = scaleoutMappings
        self.queueLength = queueLength
        self.inboundMessageBytesMax = inboundMessageBytesMax
    }
}
