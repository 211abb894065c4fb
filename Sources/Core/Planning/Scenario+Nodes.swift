extension Scenario {
    /// With those that faults add.
    package var nodesAtMost: Int { nodeAdditions.last?.nodes.upperBound ?? nodesAtStart }

    /// Which nodes each time of a fault brings. They are numbered in the order of the file, after all that are there at the
    /// start, so their names are known before the run; positions, from 0. What would come beyond the limit is left out.
    package var nodeAdditions: [(fault: Int, repetition: Int, nodes: Range<Int>)] {
        var next = nodesAtStart
        var result: [(fault: Int, repetition: Int, nodes: Range<Int>)] = []
        for (index, spec) in faults.enumerated() {
            let each = (spec.fault.value as? any ReadableFault)?.addedNodes ?? 0
            guard each > 0 else { continue }
            for repetition in 1...max(1, min(spec.timesAtMost, ScenarioReader.nodesMax)) {
                let last = min(next + each, max(next, ScenarioReader.nodesMax))
                result.append((index, repetition, next..<last))
                next = last
            }
        }
        return result
    }
}

extension RunPlan {
    /// Those that are started with the run.
    package var startingNodes: [NodeID] { Array(nodes.prefix(scenario.nodesAtStart)) }

    /// What this time of a fault, from 1, brings; `fault` counts from 1.
    package func addedNodes(fault: Int, repetition: Int) -> [NodeID] {
        scenario.nodeAdditions.filter { $0.fault == fault - 1 && $0.repetition == repetition }
            .flatMap { $0.nodes.map { NodeID(index: $0) } }
    }
}
