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

    /// A client on a node sends a probe to everybody.
    mutating func probe(_ client: UInt32, node: UInt16, _ outcome: Outcome? = .ok) {
        add(.probeInvoked, client) {
            $0.publisher = client
            $0.sequence = 1
            $0.detail = node
        }
        guard let outcome else { return }
        add(.probeEnded, client) {
            $0.publisher = client
            $0.sequence = 1
            $0.detail = node
            $0.flags = outcome.rawValue
        }
    }

    mutating func hear(_ prober: UInt32, by clients: UInt32...) {
        for client in clients {
            add(.probeHeard, client) {
                $0.publisher = prober
                $0.sequence = 1
            }
        }
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
