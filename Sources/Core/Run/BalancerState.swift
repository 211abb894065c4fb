/// What is known of the balancer.
package struct BalancerState: Hashable, Sendable {
    /// Nil while it does not listen, and where there is none.
    package var port: UInt16?
    /// Nodes that it sends nobody to; of ours only.
    package var down: Set<NodeID> = []

    package init() {}
}

extension RunBoard {
    package mutating func apply(_ event: BalancerEvent) {
        switch event {
        case .listening(let port): balancer.port = port
        case .health(let node, let isUp, _):
            if isUp { balancer.down.remove(node) } else { balancer.down.insert(node) }
        case .status: break
        case .failed(let message, let code): fail("balancer: \(message)", code: code)
        }
    }

    /// Nothing takes it down on purpose.
    package mutating func balancerEnded(obituary: String) {
        balancer.port = nil
        guard phase < .checking else { return }
        fail(obituary, code: .systemFailed)
    }
}
