/// Which verbs undo which: what was done without a time lasts until its verb comes, or to the end of traffic.
enum FaultUndoing {
    private static let impairments: Set = [
        "link.blackhole", "link.refuse", "link.accept-hang", "link.latency", "link.bandwidth", "link.idle-cull",
        "link.partition", "node.stall-reads",
    ]

    private static let undone: [String: Set<String>] = [
        "redis.start": ["redis.kill", "redis.stop"],
        "redis.thaw": ["redis.freeze"],
        "node.start": ["node.kill", "node.stop", "node.failpoint"],
        "node.thaw": ["node.freeze"],
        "link.heal": impairments,
        "client.open": ["client.close"],
        "client.thaw": ["client.freeze"],
        "traffic.resume": ["traffic.pause"],
    ]

    /// Nil for a verb that undoes none.
    static func verbs(undoneBy verb: String) -> Set<String>? { undone[verb] }

    /// Nil for a verb that none undoes.
    static func verbs(undoing verb: String) -> Set<String>? {
        let found = undone.filter { $0.value.contains(verb) }.map(\.key)
        return found.isEmpty ? nil : Set(found)
    }
}
