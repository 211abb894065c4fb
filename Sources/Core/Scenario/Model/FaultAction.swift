/// What is done. Every fault heals: by itself after its time, or when it is undone.
package enum FaultAction: Codable, Hashable, Sendable {
    /// Redis ends and is started again after `down`, on the same port.
    case redisRestart(downMilliseconds: Int, data: RestartData, manner: StopManner)
    /// SIGSTOP, and SIGCONT after `down`.
    case redisFreeze(downMilliseconds: Int)
    /// SIGKILL. With `down`: started again after it.
    case nodeKill(node: NodeID, downMilliseconds: Int?)
    /// SIGTERM, a clean end, and a start after `down`.
    case nodeRestart(node: NodeID, downMilliseconds: Int)
    /// The clients' connections are cut; they may return after `away`.
    case clientDrop(ClientSelection, manner: DropManner, awayMilliseconds: Int)

    /// What becomes of the data of a Redis that is started again.
    package enum RestartData: String, Codable, Hashable, Sendable, CaseIterable {
        case keep, wipe
    }

    /// How a process is ended.
    package enum StopManner: String, Codable, Hashable, Sendable, CaseIterable {
        /// SIGTERM: it may save and close.
        case stop
        /// SIGKILL.
        case kill
    }
}

extension FaultAction {
    /// The verb of scenario files.
    package var name: String {
        switch self {
        case .redisRestart: "redis.restart"
        case .redisFreeze: "redis.freeze"
        case .nodeKill: "node.kill"
        case .nodeRestart: "node.restart"
        case .clientDrop: "client.drop"
        }
    }

    /// What it hits, for reports.
    package var target: String {
        switch self {
        case .redisRestart, .redisFreeze: "redis"
        case .nodeKill(let node, _), .nodeRestart(let node, _): node.description
        case .clientDrop(let selection, _, _): selection.description
        }
    }
}
