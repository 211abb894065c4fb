/// One thing that is broken during a run: when, what, and how it heals.
package struct FaultSpec: Codable, Hashable, Sendable {
    package var trigger: FaultTrigger
    package var action: FaultAction
    /// Line in the scenario file, for reports.
    package var line: Int

    package init(trigger: FaultTrigger, action: FaultAction, line: Int = 0) {
        self.trigger = trigger
        self.action = action
        self.line = line
    }
}

/// When a fault happens. Times count from the start of traffic.
package enum FaultTrigger: Codable, Hashable, Sendable {
    /// Once.
    case at(milliseconds: Int)
    /// Again and again, each time with a jitter drawn from the seed.
    case every(milliseconds: Int, fromMilliseconds: Int, untilMilliseconds: Int?, times: Int?, jitterMilliseconds: Int)
    /// Once, when a count is reached.
    case after(count: Int, of: CountedEvent)

    package enum CountedEvent: String, Codable, Hashable, Sendable, CaseIterable {
        case published, delivered, connected, joined
    }
}

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

/// Which clients a fault hits.
package enum ClientSelection: Codable, Hashable, Sendable {
    case all
    case named([ClientID])
    case count(Int)
    /// 0 < share <= 1; drawn from the seed.
    case share(Double)
    /// All that were placed on a node at the start.
    case onNode(NodeID)
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

extension ClientSelection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .all: "all clients"
        case .named(let clients): clients.map(\.description).joined(separator: ", ")
        case .count(let count): "\(count) clients"
        case .share(let share): "\(Int((share * 100).rounded())) % of the clients"
        case .onNode(let node): "the clients of \(node)"
        }
    }
}
