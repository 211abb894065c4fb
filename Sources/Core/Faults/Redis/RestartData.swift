/// What becomes of the data of a Redis process that is started again. A sentinel's data are what it has learned.
package enum RestartData: String, Hashable, Sendable, CaseIterable {
    case keep, wipe
    /// Those that `redis.snapshot` put aside.
    case snapshot
}
