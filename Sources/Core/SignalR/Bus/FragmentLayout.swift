/// How both kinds of ring divide their capacity (reference signalr2, sections 5.1 and 5.2).
package struct FragmentLayout: Hashable, Sendable {
    /// Capacities below this are raised to it.
    package static let capacityMin = 32
    static let fragmentsMin = 4
    static let fragmentSizeMax = 8_192

    /// Entries of one fragment; eviction takes a fragment at a time.
    package let fragmentSize: Int
    /// Fragments in the ring, the extra one included.
    package let fragmentCount: Int

    package init(capacity: Int) {
        let capacity = max(capacity, Self.capacityMin)
        let fragments = max(Self.fragmentsMin, capacity / Self.fragmentSizeMax)
        fragmentSize = min((capacity + fragments - 1) / fragments, Self.fragmentSizeMax)
        fragmentCount = fragments + 1
    }

    /// Entries that a full ring holds before the next one evicts a fragment.
    package var entriesMax: Int { fragmentSize * fragmentCount }
    /// Entries that are left right after an eviction.
    package var entriesMinAfterEviction: Int { fragmentSize * (fragmentCount - 1) + 1 }
}
