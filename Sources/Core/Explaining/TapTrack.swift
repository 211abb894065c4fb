/// Since when links between nodes and Redis tell what passes: a node that has such a link has no other way.
struct TapTrack {
    private struct Key: Hashable {
        var node: UInt32
        var place: LinkTap.Place
    }

    private var openedAt: [Key: UInt64] = [:]
    /// Their history is missing or damaged.
    var isIncomplete = false

    mutating func opened(_ node: UInt32, _ place: LinkTap.Place, at time: UInt64) {
        let key = Key(node: node, place: place)
        openedAt[key] = min(openedAt[key] ?? .max, time)
    }

    /// Whatever passed there from a time on is on record.
    func covers(_ node: UInt32, _ place: LinkTap.Place, since time: UInt64) -> Bool {
        guard !isIncomplete, let opened = openedAt[Key(node: node, place: place)] else { return false }
        return opened <= time
    }
}
