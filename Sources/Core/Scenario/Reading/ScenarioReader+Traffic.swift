extension ScenarioReader {
    func traffic(_ top: MappingReader) -> [TrafficSpec] {
        let items = top.items("traffic", of: "traffic, for example `- {count: 100, rate: 50/s}`", atMost: 100)
        if items.isEmpty, top["traffic"]?.items?.isEmpty ?? false {
            top.report(top.place(of: "traffic"), "traffic", "traffic is empty: nothing would be published")
        }
        return items.map { spec(path: $0.path, tree: $0.tree) }
    }

    private func spec(path: String, tree: ScenarioTree) -> TrafficSpec {
        let mapping = MappingReader(tree, path: path, keys: .traffic, place: tree.place, reading: reading)
        var traffic = TrafficSpec(count: 1)
        assign(mapping.count("publishers", in: 1...10_000), to: &traffic.publishers)
        assign(audiences(mapping), to: &traffic.audiences)
        traffic.ratePerSecond = mapping.rate("rate")
        assign(mapping.count("count", in: 1...Self.messagesMax), to: &traffic.count)
        assign(mapping.size("size", in: MessagePayload.smallestSize...MessagePayload.largestSize), to: &traffic.size)
        assign(mapping.count("window", in: 1...100_000), to: &traffic.window)
        assign(mapping.word("retry", as: RetryPolicy.self), to: &traffic.retry)
        assign(mapping.duration("at", in: 0...Self.longest), to: &traffic.startMilliseconds)
        return traffic
    }

    /// One audience, or a list that messages go to in turn.
    private func audiences(_ mapping: MappingReader) -> [Audience]? {
        guard let tree = mapping["to"] else { return nil }
        guard let items = tree.items else { return mapping.audience(tree, "to").map { [$0] } }
        if items.isEmpty {
            mapping.report(tree.place, "to", "\(mapping.path(of: "to")) is empty", expected: MappingReader.audienceRule)
        }
        var result: [Audience] = []
        for item in items {
            guard let audience = mapping.audience(item, "to") else { continue }
            if result.contains(audience) {
                mapping.report(item.place, "to", "\(audience) is in the list twice", remedy: "keep one of them")
            } else {
                result.append(audience)
            }
        }
        return result.isEmpty ? nil : result
    }
}
