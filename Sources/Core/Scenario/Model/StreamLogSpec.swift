/// What the log of the `stream` backplane may hold. Without meaning for the others.
package struct StreamLogSpec: Codable, Hashable, Sendable {
    /// An append beyond is refused with `full`.
    package var entriesMax: Int
    /// Of targets and payloads; an append beyond is refused with `full`.
    package var bytesMax: Int
    /// How long an entry stays at least, for clients that come back.
    package var retentionMilliseconds: Int

    package init(entriesMax: Int = 1_000_000, bytesMax: Int = 256 << 20, retentionMilliseconds: Int = 120_000) {
        self.entriesMax = entriesMax
        self.bytesMax = bytesMax
        self.retentionMilliseconds = retentionMilliseconds
    }
}
