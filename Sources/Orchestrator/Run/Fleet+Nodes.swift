import Core
import Synchronization

// The nodes.
extension Fleet {
    func startNode(_ node: NodeID, port: UInt16) async throws {
        guard let redis = state.withLock({ $0.redis }) else { preconditionFailure("a node before Redis") }
        let starts = board.update { board in
            board.nodes[node.index].starts += 1
            return board.nodes[node.index].starts
        }
        let child = try await supervisor.start(
            ChildSpec(
                name: node.description,
                program: .ours(executable),
                arguments: ["node", "--control"],
                log: "\(folder.logs)/\(node).log"
            )
        )
        state.withLock { $0.nodes[node.index] = child }
        let spec = plan.scenario.nodes
        let app = plan.scenario.app(of: node)
        try child.send(
            NodeSettings(
                node: node,
                run: plan.run,
                port: port,
                commands: try await endpoint(of: node, .pub, in: redis).inDatabase(app?.database),
                subscription: try await endpoint(of: node, .sub, in: redis).inDatabase(app?.database),
                backplane: spec.backplane,
                app: redis.keyPrefix + (app?.name ?? spec.app),
                signalr: spec.signalr,
                history: "\(folder.path)/\(Self.historyName(of: node, start: starts))",
                hops: spec.hops,
                defects: spec.defects.filter { $0.node == node }
            )
        )
        converse(child, events: NodeEvent.self) {
            $0.apply($1, node: node.index)
        } ended: {
            $0.nodeEnded(node.index, obituary: $1)
        }
    }

    /// Each start of a node has a history of its own; relative to the run folder.
    static func historyName(of node: NodeID, start: Int) -> String {
        "histories/\(node)" + (start == 1 ? "" : ".\(start)") + ".history"
    }

    /// Returns when the process has been reaped.
    func endNode(_ node: NodeID, manner: StopManner) async throws {
        guard let child = state.withLock({ $0.nodes[node.index] }) else {
            throw FaultFailure(reason: "\(node) was not running")
        }
        switch manner {
        case .kill: try await child.kill()
        case .stop: try await child.terminate(grace: .seconds(5))
        }
    }

    /// A node has to come back on its port, so it is not one that the system gives to outgoing connections.
    func freePort() throws -> UInt16 {
        var random = SystemRandomNumberGenerator()
        let port = try FreePorts.next(using: &random, except: state.withLock(\.ports))
        state.withLock { _ = $0.ports.insert(port) }
        return port
    }
}
