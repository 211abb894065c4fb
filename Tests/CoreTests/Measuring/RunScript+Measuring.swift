import Core

extension RunScript {
    /// A fault without a scenario: asked for and seen at once.
    mutating func strike(_ number: UInt32 = 1, repetition: UInt16 = 1) {
        if !manifest.faults.contains(where: { $0.number == Int(number) }) {
            manifest.faults.append(ManifestFault(number: Int(number), name: "redis.restart", target: "r1"))
        }
        add(.faultInvoked, number) { $0.detail = repetition }
        add(.faultObserved, number) { $0.detail = repetition }
    }

    mutating func heal(_ number: UInt32 = 1, repetition: UInt16 = 1) {
        add(.healInvoked, number) { $0.detail = repetition }
        add(.healObserved, number) { $0.detail = repetition }
    }

    mutating func traffic() { add(.phase, RunPhase.traffic.rawValue) }

    /// A probe client on a node sends probes to everybody.
    mutating func probe(
        _ prober: UInt32,
        node: UInt16,
        _ outcome: Outcome? = .ok,
        sequences: ClosedRange<UInt32> = 1...3,
        to audience: AudienceNumber = everyone
    ) {
        for sequence in sequences {
            add(.probeInvoked, prober) {
                $0.publisher = prober
                $0.sequence = sequence
                $0.detail = node
                $0.extra = UInt64(audience)
            }
            guard let outcome else { continue }
            add(.probeEnded, prober) {
                $0.publisher = prober
                $0.sequence = sequence
                $0.detail = node
                $0.extra = UInt64(audience)
                $0.flags = outcome.rawValue
            }
        }
    }

    /// Clients of the run hear one.
    mutating func hear(_ prober: UInt32, _ sequence: UInt32 = 1, by clients: UInt32...) {
        for client in clients {
            add(.probeHeard, client) {
                $0.publisher = prober
                $0.sequence = sequence
            }
        }
    }

    /// Probe clients hear one.
    mutating func hear(_ prober: UInt32, _ sequence: UInt32 = 1, byProbers probers: UInt32...) {
        for listener in probers {
            add(.proberHeard, listener) {
                $0.publisher = prober
                $0.sequence = sequence
            }
        }
    }

    mutating func connectProber(_ prober: UInt32, node: UInt16) {
        add(.proberConnected, prober) { $0.detail = node }
    }

    /// Nodes that served at the end, with their applications.
    mutating func serve(_ nodes: UInt32..., app: String? = nil) {
        manifest.nodesAtEnd = (manifest.nodesAtEnd ?? []) + nodes.map { ManifestNode(node: NodeID($0), app: app) }
    }

    /// Clients c1 and c2 on n1, and nobody of the run on n2: both served at the end.
    static func unusedSecond(_ probes: (inout RunScript) -> Void) -> RunScript {
        var script = RunScript()
        script.manifest.nodes = [NodeID(1), NodeID(2)]
        script.serve(1, 2)
        script.connect(1, node: 2)
        script.connectAll()
        script.publish(1...1)
        for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
        probes(&script)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        return script
    }

    /// Clients c1 to c3 on nodes n1 to n3, with one message and its sentinel seen by all, up to the proof of life.
    static func threeNodes(_ probes: (inout RunScript) -> Void) -> RunScript {
        var script = RunScript(clients: 3)
        script.manifest.nodes = [NodeID(1), NodeID(2), NodeID(3)]
        for client in 1...3 as ClosedRange<UInt32> { script.connect(client, node: UInt16(client)) }
        script.publish(1...1)
        for client in 1...3 as ClosedRange<UInt32> { script.deliver(1, to: client) }
        probes(&script)
        script.finish(2, seenBy: [1, 2, 3], alive: [1, 2, 3])
        return script
    }

    mutating func bound(_ change: (inout MeasuredBounds) -> Void) { change(&manifest.expectation.bounds) }
}
