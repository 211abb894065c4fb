/// Compares what was measured with the bounds that the scenario states.
struct BoundJudge {
    let manifest: RunManifest
    let latency: LatencySummary
    let recoveries: [FaultRecovery]
    let measures: RunMeasures
    let nodes: [NodeSummary]
    let witnesses: [WitnessSummary]

    var bounds: MeasuredBounds { manifest.expectation.bounds }

    /// One for every bound that the scenario states, in the order of the documents.
    func judge() -> [JudgedBound] { recovery + latencies + flows + counts + leaks }

    /// At most so much is allowed.
    private func atMost(
        _ name: BoundName,
        _ limit: Int?,
        _ measured: Double?,
        _ unit: String = "",
        subject: String? = nil,
        otherwise reason: String? = nil
    ) -> [JudgedBound] {
        guard let limit else { return [] }
        let finding = BoundFinding(
            name: name,
            limit: Double(limit),
            measured: measured,
            unit: unit,
            holds: measured.map { $0 <= Double(limit) },
            subject: subject
        )
        return [JudgedBound(finding: finding, reason: reason)]
    }

    private static func milliseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e6 }
}

// Times.
extension BoundJudge {
    private var recovery: [JudgedBound] {
        guard let limit = bounds.recoverWithinMilliseconds else { return [] }
        let told = recoveries.filter { $0.overlappedBy == nil && $0.took != nil }
        guard let worst = told.max(by: { ($0.took ?? 0) < ($1.took ?? 0) }), let took = worst.took else {
            return atMost(
                .recoverWithin,
                limit,
                nil,
                "ms",
                otherwise: recoveries.isEmpty
                    ? "no fault was seen to heal" : "nothing was published after a fault had healed"
            )
        }
        let subject = "after \(Self.name(of: worst.fault))" + (worst.lastClient.map { ", \($0) last" } ?? "")
        var finding = BoundFinding(
            name: .recoverWithin,
            limit: Double(limit),
            measured: Self.milliseconds(took),
            unit: "ms",
            holds: Self.milliseconds(took) <= Double(limit),
            subject: subject
        )
        // Before the next fault there was no more time than that; the last one had all the time there was.
        let open = recoveries.first { $0.isRecovered != true && $0.overlappedBy == nil && $0.endsAt == nil }
        guard finding.holds == true else { return [JudgedBound(finding: finding)] }
        guard let open else {
            guard !recoveries.contains(where: { $0.isRecovered == true && $0.overlappedBy == nil }) else {
                return [JudgedBound(finding: finding)]
            }
            finding.holds = nil
            return [JudgedBound(finding: finding, reason: "no recovery had come to its end when the next fault began")]
        }
        finding.holds = nil
        let seen = open.took.map {
            "not recovered \(BoundFinding.text(Self.milliseconds($0), "ms")) later, when the run ended"
        }
        let reason = "after \(Self.name(of: open.fault)): \(seen ?? "nothing was published")"
        return [JudgedBound(finding: finding, reason: reason)]
    }

    private var latencies: [JudgedBound] {
        guard let wanted = bounds.latency else { return [] }
        let found = wanted.outsideFaults ? measures.latencyOutsideFaults : latency
        let rows: [(BoundName, Int?, UInt64)] = [
            (.latencyP50, wanted.p50, found.p50), (.latencyP90, wanted.p90, found.p90),
            (.latencyP99, wanted.p99, found.p99),
            (.latencyP999, wanted.p999, found.p999), (.latencyMax, wanted.max, found.max),
        ]
        return rows.flatMap { name, limit, value in
            atMost(
                name,
                limit,
                found.count > 0 ? Self.milliseconds(value) : nil,
                "ms",
                subject: wanted.outsideFaults ? "outside faults" : nil,
                otherwise: wanted.outsideFaults ? "nothing arrived outside of faults" : "nothing arrived"
            )
        }
    }

    private var flows: [JudgedBound] {
        var result = atMost(
            .gap,
            bounds.gapMilliseconds,
            measures.gapMax.map(Self.milliseconds),
            "ms",
            subject: measures.gapClient?.description,
            otherwise: "nothing arrived, or times cannot be compared"
        )
        result += atMost(
            .connectsPerSecond,
            bounds.connectsPerSecond,
            measures.connectsPerSecondMax.map { Double($0) },
            "/s",
            otherwise: "the beginning of traffic was not recorded"
        )
        if let limit = bounds.availability {
            let share = measures.publishAvailability
            let finding = BoundFinding(
                name: .availability,
                limit: limit * 100,
                measured: share.map { $0 * 100 },
                unit: "%",
                holds: share.map { $0 >= limit }
            )
            result.append(JudgedBound(finding: finding, reason: "nothing was published"))
        }
        return result
    }
}

// Numbers.
extension BoundJudge {
    private var counts: [JudgedBound] {
        var result = atMost(.reconnectsTotal, bounds.reconnectsTotal, Double(measures.reconnects))
        result += atMost(
            .reconnectsPerClient,
            bounds.reconnectsPerClient,
            Double(measures.reconnectsMax),
            subject: measures.reconnectsClient?.description
        )
        result += atMost(
            .idsBack,
            bounds.idsBack,
            witnesses.isEmpty ? nil : Double(witnesses.reduce(0) { $0 + $1.idsBack }),
            otherwise: "no witness listened"
        )
        let deaf = nodes.filter { $0.deaf == true }
        let untold = nodes.filter { node in
            node.deaf == nil && manifest.nodesAtEnd?.contains { $0.node == node.node } != false
        }
        var nodes = atMost(
            .deafNodes,
            bounds.deafNodes,
            Double(deaf.count),
            subject: deaf.isEmpty ? nil : deaf.map(\.node.description).joined(separator: ", ")
        )
        if !nodes.isEmpty, nodes[0].finding.holds == true, deaf.count + untold.count > bounds.deafNodes ?? 0 {
            nodes[0].finding.measured = nil
            nodes[0].finding.holds = nil
            let names = untold.map(\.node.description).joined(separator: ", ")
            nodes[0].reason = "nobody was shown to listen for a probe at \(names)"
        }
        return result + nodes
    }

    private var leaks: [JudgedBound] {
        guard let wanted = bounds.leaks else { return [] }
        return ResourceReading.Resource.allCases.flatMap { leaks(of: $0, wanted[$0]) }
    }

    /// Growth that was read is proven, whatever could not be; what was not all read is not small.
    private func leaks(of resource: ResourceReading.Resource, _ limit: Int?) -> [JudgedBound] {
        let worst = (manifest.resources ?? []).filter { $0.resource == resource }
            .max { ($0.growth, $1.owner) < ($1.growth, $0.owner) }
        var result = atMost(
            BoundName(leaksOf: resource),
            limit,
            worst.map { Double($0.growth) },
            resource == .memory ? "bytes" : "",
            subject: worst?.owner,
            otherwise: "they were not read both before and after"
        )
        let unread = (manifest.unread ?? []).filter { $0.resource == resource }
        guard !unread.isEmpty, !result.isEmpty, result[0].finding.holds != false else { return result }
        result[0].finding.holds = nil
        result[0].finding.measured = nil
        result[0].reason = unread.map { "those of \($0.owner) could not be counted: \($0.reason)" }.joined(
            separator: "; "
        )
        return result
    }
}

// Words.
extension BoundJudge {
    private static func name(of fault: FaultReference) -> String {
        "fault \(fault.number) (\(fault.name))" + (fault.repetition > 1 ? ", repetition \(fault.repetition)" : "")
    }
}
