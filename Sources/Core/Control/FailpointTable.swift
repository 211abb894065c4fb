/// The failpoints that are armed in a node, and how often each was passed. Several may wait at one point.
package struct FailpointTable: Sendable {
    private struct Armed {
        let failpoint: Failpoint
        var count = 0
    }

    private var armed: [Armed] = []

    package init() {}

    package var isEmpty: Bool { armed.isEmpty }

    /// Counts from now on. One with the same id is replaced.
    package mutating func arm(_ failpoint: Failpoint) {
        armed.removeAll { $0.failpoint.id == failpoint.id }
        armed.append(Armed(failpoint: failpoint))
    }

    /// How many messages had come to it; nil when it is not armed any more.
    package mutating func disarm(_ id: Int) -> Int? {
        guard let index = armed.firstIndex(where: { $0.failpoint.id == id }) else { return nil }
        return armed.remove(at: index).count
    }

    /// Whether anything waits at a point, so that messages need to be looked at there.
    package func isWatched(_ point: Failpoint.Point) -> Bool {
        armed.contains { $0.failpoint.point == point }
    }

    /// A message has come to a point. Returns what is hit by it, in the order in which it was armed; that is no longer
    /// armed then.
    package mutating func reach(_ point: Failpoint.Point) -> [Failpoint] {
        var hit: [Failpoint] = []
        for index in armed.indices where armed[index].failpoint.point == point {
            armed[index].count += 1
            if armed[index].count == armed[index].failpoint.nth { hit.append(armed[index].failpoint) }
        }
        if !hit.isEmpty { armed.removeAll { hit.contains($0.failpoint) } }
        return hit
    }
}
