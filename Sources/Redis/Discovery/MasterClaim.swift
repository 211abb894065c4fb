/// Which server a sentinel takes for the master.
package struct MasterClaim: Hashable, Sendable {
    package var master: MasterAddress
    /// Grows with every failover, and is the same at all sentinels that know of the same failovers: of two claims the one
    /// with the lower number is out of date. nil where the sentinel did not tell.
    package var epoch: Int64?

    /// Whether this is known to come from a later failover.
    package func isNewer(than other: MasterClaim) -> Bool {
        guard let epoch, let past = other.epoch else { return false }
        return epoch > past
    }

    package init(_ master: MasterAddress, epoch: Int64? = nil) {
        self.master = master
        self.epoch = epoch
    }
}
