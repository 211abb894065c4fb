extension ScenarioReader {
    func nodes(_ top: MappingReader) -> NodesSpec {
        let mapping = section("nodes", .nodes, in: top)
        var nodes = NodesSpec()
        assign(mapping.count("count", in: 1...Self.nodesMax), to: &nodes.count)
        let written = mapping.word("backplane", as: BackplaneKind.self)
        nodes.backplane = backplane ?? written ?? nodes.backplane
        assign(mapping.name("app"), to: &nodes.app)
        nodes.signalr = signalr(mapping)
        nodes.log = log(mapping)
        assign(mapping.flag("hops"), to: &nodes.hops)
        nodes.defects = mapping.items("defects", of: "defects, for example `{do: drop, node: n1, nth: 3}`", atMost: 100)
            .compactMap(defect)
        assign(mapping.word("discovery", as: MasterDiscovery.self), to: &nodes.discovery)
        nodes.balancer = balancer(mapping)
        return nodes
    }

    /// `balancer: haproxy`, or a mapping with every field.
    private func balancer(_ nodes: MappingReader) -> BalancerSpec? {
        guard let tree = nodes["balancer"] else { return nil }
        guard tree.entries != nil else {
            return nodes.word(tree, "balancer", as: BalancerSpec.Kind.self).map { BalancerSpec(kind: $0) }
        }
        let mapping = MappingReader(
            tree,
            path: "nodes.balancer",
            keys: .balancer,
            place: nodes.place,
            reading: reading
        )
        var balancer = BalancerSpec()
        assign(mapping.word("kind", as: BalancerSpec.Kind.self), to: &balancer.kind)
        assign(mapping.word("policy", as: BalancerSpec.Policy.self), to: &balancer.policy)
        assign(mapping.flag("health"), to: &balancer.healthChecks)
        return balancer
    }

    /// Keep-alive follows the disconnect timeout as it does in the original (reference signalr2, section 6.1).
    private func signalr(_ mapping: MappingReader) -> SignalRSettings {
        var settings = SignalRSettings()
        if let timeout = mapping.duration("disconnect-timeout", in: 300...Self.longest) {
            settings.disconnectTimeoutMilliseconds = timeout
            settings.keepAliveMilliseconds = timeout / 3
        }
        assign(mapping.duration("keep-alive", in: 100...Self.longest), to: &settings.keepAliveMilliseconds)
        assign(mapping.count("message-buffer", in: 32...1_000_000), to: &settings.messageBufferSize)
        assign(mapping.count("scaleout-mappings", in: 32...1_000_000), to: &settings.scaleoutMappings)
        assign(mapping.count("queue-length", in: 1...1_000_000), to: &settings.queueLength)
        assign(mapping.size("inbound-limit", in: 1_024...Self.inboundBytesMax), to: &settings.inboundMessageBytesMax)
        return settings
    }

    private func log(_ mapping: MappingReader) -> StreamLogSpec {
        var log = StreamLogSpec()
        assign(mapping.count("log-entries", in: 1...Self.messagesMax), to: &log.entriesMax)
        assign(mapping.size("log-bytes", in: 1_024...Self.logBytesMax), to: &log.bytesMax)
        assign(mapping.duration("retention", in: 100...Self.longest), to: &log.retentionMilliseconds)
        return log
    }

    private func defect(path: String, tree: ScenarioTree) -> PlantedDefect? {
        let mapping = MappingReader(tree, path: path, keys: .defect, place: tree.place, reading: reading)
        guard let kind = mapping.word("do", as: PlantedDefect.Kind.self), let node = mapping.node("node"),
            let nth = mapping.count("nth", in: 1...Self.messagesMax)
        else { return nil }
        reading.defectPaths.append(path)
        return PlantedDefect(kind: kind, node: node, nth: nth)
    }
}
