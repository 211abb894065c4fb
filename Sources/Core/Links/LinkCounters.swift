/// What links did, as evidence that a fault took effect and healed. Sums over edges.
package struct LinkCounters: Hashable, Sendable {
    /// Connections that are open now, those included that are not dialled yet.
    package var open = 0
    /// Of them, those that are not dialled yet.
    package var waiting = 0
    /// Connections accepted so far.
    package var opened = 0
    /// Dials that came to somebody who listens, and those that did not.
    package var dialled = 0
    package var unreachable = 0
    /// Bytes passed on so far, by direction.
    package var bytesTo = 0
    package var bytesFrom = 0
    /// Bytes that have come and are kept back now.
    package var withheld = 0
    /// Connections ended by the link: with RST, with FIN.
    package var reset = 0
    package var closed = 0
    /// Connections given up because they were idle.
    package var culled = 0
    /// New connections of a shared listener that were refused.
    package var refused = 0

    package init() {}

    package static func += (sum: inout Self, other: Self) {
        sum.open += other.open
        sum.waiting += other.waiting
        sum.opened += other.opened
        sum.dialled += other.dialled
        sum.unreachable += other.unreachable
        sum.bytesTo += other.bytesTo
        sum.bytesFrom += other.bytesFrom
        sum.withheld += other.withheld
        sum.reset += other.reset
        sum.closed += other.closed
        sum.culled += other.culled
        sum.refused += other.refused
    }
}
