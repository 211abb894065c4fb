/// What a node of the `stream` backplane has to know besides how to reach the master (docs/stream.md).
package struct StreamSettings: Codable, Hashable, Sendable {
    /// Every data server, whichever is master, by the host and port under which they know each other; the login is that of
    /// the nodes. Fixed for the life of the farm (assumption A2).
    package var servers: [RedisAddress]
    /// Entries that the log may hold: an append beyond is refused.
    package var entriesMax: Int
    /// Bytes of targets and payloads that the log may hold: an append beyond is refused.
    package var bytesMax: Int
    /// How long an entry stays at least, for clients that come back.
    package var retentionMilliseconds: Int

    package init(
        servers: [RedisAddress],
        entriesMax: Int = 1_000_000,
        bytesMax: Int = 256 << 20,
        retentionMilliseconds: Int = 120_000
    ) {
        self.servers = servers
        self.entriesMax = entriesMax
        self.bytesMax = bytesMax
        self.retentionMilliseconds = retentionMilliseconds
    }
}
