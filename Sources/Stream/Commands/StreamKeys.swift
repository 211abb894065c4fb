/// The keys of one log in Redis. All begin with one prefix; no Redis Cluster.
package struct StreamKeys: Hashable, Sendable {
    package let prefix: String

    package init(prefix: String) { self.prefix = prefix }

    /// Hash: `id`, `head`, `tag`, `floor`, `floortag`, `commit`, `nextsession`, `bar`, `bytes`.
    package var meta: String { prefix + ":meta" }
    /// Stream with ids `<index>-0`; fields `s` session, `q` sequence, `t` target, `p` payload, `g` tag.
    package var log: String { prefix + ":log" }
    /// Hash: node to `<lowest index that its clients may ask for> <expiry in milliseconds of Redis' clock>`.
    package var leases: String { prefix + ":leases" }
    /// What stands before the number of a session. Hash: `salt`, `last`; expires when long unused.
    package var sessionPrefix: String { prefix + ":s:" }
}

/// Bounds of the log, given to the scripts. Every node of a farm has the same.
package struct LogLimits: Hashable, Sendable {
    /// Entries that the log may hold. An append beyond is refused with `full`: nobody who was promised delivery is hurt, and
    /// the publisher knows.
    package var entriesMax: UInt64
    /// Bytes of targets and payloads that the log may hold.
    package var bytesMax: UInt64
    /// An unused session is forgotten after this; longer than any publisher's pause between attempts.
    package var sessionLifetimeMilliseconds: UInt64
    /// A lease that is not renewed ends after this.
    package var leaseLifetimeMilliseconds: UInt64
    /// Entries that one trim looks at, for a script holds up everybody.
    package var trimEntriesMax: UInt64
    /// Bytes of targets and payloads that one trim looks at, and one entry more.
    package var trimBytesMax: UInt64

    package init(
        entriesMax: UInt64 = 1_000_000,
        bytesMax: UInt64 = 256 << 20,
        sessionLifetimeMilliseconds: UInt64 = 24 * 3_600_000,
        leaseLifetimeMilliseconds: UInt64 = 60_000,
        trimEntriesMax: UInt64 = 1_000,
        trimBytesMax: UInt64 = 1 << 20
    ) {
        self.entriesMax = entriesMax
        self.bytesMax = bytesMax
        self.sessionLifetimeMilliseconds = sessionLifetimeMilliseconds
        self.leaseLifetimeMilliseconds = leaseLifetimeMilliseconds
        self.trimEntriesMax = trimEntriesMax
        self.trimBytesMax = trimBytesMax
    }
}
