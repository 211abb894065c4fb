extension ScenarioReader {
    /// The bounds among the keys of `expect`; one that is not written stays as it is.
    func readBounds(_ mapping: MappingReader, into bounds: inout MeasuredBounds) {
        let times = 1...Self.boundMillisecondsMax
        set(mapping.duration("recover-within", in: times), &bounds.recoverWithinMilliseconds)
        set(mapping.duration("gap", in: times), &bounds.gapMilliseconds)
        set(mapping.count("connects-per-second", in: 1...Self.messagesMax), &bounds.connectsPerSecond)
        set(mapping.share("availability"), &bounds.availability)
        set(mapping.count("ids-back", in: 0...Self.messagesMax), &bounds.idsBack)
        set(mapping.count("deaf-nodes", in: 0...Self.nodesMax), &bounds.deafNodes)
        if mapping.has("latency") { readLatency(mapping, into: &bounds) }
        if mapping.has("reconnects") { readReconnects(mapping, into: &bounds) }
        if mapping.has("leaks") { bounds.leaks = leaks(mapping) ?? bounds.leaks }
    }

    /// A day: no run takes longer.
    private static let boundMillisecondsMax = 86_400_000

    private func set<Value>(_ value: Value?, _ target: inout Value?) {
        if let value { target = value }
    }

    private func part(_ key: String, _ keys: ScenarioKeys, of mapping: MappingReader) -> MappingReader {
        let part = MappingReader(
            mapping[key],
            path: mapping.path(of: key),
            keys: keys,
            place: mapping.place(of: key),
            reading: reading
        )
        if mapping[key]?.entries?.isEmpty == true {
            mapping.report(
                mapping.place(of: key),
                key,
                "\(mapping.path(of: key)) states no bound",
                expected: MappingReader.list(keys.keys)
            )
        }
        return part
    }

    private func readLatency(_ mapping: MappingReader, into bounds: inout MeasuredBounds) {
        let part = part("latency", .latency, of: mapping)
        let times = 1...Self.boundMillisecondsMax
        var latency = bounds.latency ?? LatencyBounds()
        set(part.duration("p50", in: times), &latency.p50)
        set(part.duration("p90", in: times), &latency.p90)
        set(part.duration("p99", in: times), &latency.p99)
        set(part.duration("p99.9", in: times), &latency.p999)
        set(part.duration("max", in: times), &latency.max)
        if part.word("outside", as: LatencyScope.self) == .faults { latency.outsideFaults = true }
        let written = ["p50", "p90", "p99", "p99.9", "max"].contains { part.has($0) }
        if part.has("outside"), !written, latency.isEmpty {
            mapping.report(
                mapping.place(of: "latency"),
                "latency",
                "\(mapping.path(of: "latency")) states no bound",
                expected: "one of p50, p90, p99, p99.9 and max",
                remedy: "add `p99: 250ms`"
            )
        }
        bounds.latency = latency
    }

    private func readReconnects(_ mapping: MappingReader, into bounds: inout MeasuredBounds) {
        let part = part("reconnects", .reconnects, of: mapping)
        set(part.count("total", in: 0...Self.messagesMax), &bounds.reconnectsTotal)
        set(part.count("per-client", in: 0...Self.messagesMax), &bounds.reconnectsPerClient)
    }

    /// `none`, or a mapping of what may grow by how much.
    private func leaks(_ mapping: MappingReader) -> LeakBounds? {
        if case .scalar = mapping["leaks"]?.content {
            return mapping.word("leaks", as: LeakWord.self).map { _ in LeakBounds.none }
        }
        let part = part("leaks", .leaks, of: mapping)
        var leaks = LeakBounds()
        set(part.count("redis-clients", in: 0...Self.messagesMax), &leaks.redisClients)
        set(part.count("channels", in: 0...Self.messagesMax), &leaks.channels)
        set(part.count("keys", in: 0...Self.messagesMax), &leaks.keys)
        set(part.count("sockets", in: 0...Self.messagesMax), &leaks.sockets)
        set(part.size("memory", in: 0...(1 << 40)), &leaks.memory)
        return leaks
    }
}

/// What `latency.outside` can leave out.
enum LatencyScope: String, CaseIterable {
    case faults
}

/// What `leaks` can be instead of a mapping.
enum LeakWord: String, CaseIterable {
    case none
}
