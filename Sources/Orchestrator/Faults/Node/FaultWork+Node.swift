import Core

extension FaultWork {
    /// What a fault leaves open that ended a node and does not start it again; `node.start` undoes it.
    static func end(of node: NodeID) -> String { "end of \(node)" }
    static func freeze(of node: NodeID) -> String { "freeze of \(node)" }
    static func process(of node: NodeID) -> String { "process of \(node)" }

    /// Ends a node and, with a time, starts it again after it. Seen when the process has been reaped; healed when the new one
    /// listens and its subscription is confirmed. Without a time the node stays away until `node.start`, or for good.
    ///
    /// - Parameter grace: how long it may take to end in good order; nil kills it at once.
    func endNode(_ node: NodeID, grace: Duration?, downMilliseconds: Int?, port: PortChoice = .same) async throws {
        try await holding(Self.process(of: node)) {
            try await takeDown(node, grace: grace)
            try await observed()
            guard let downMilliseconds else { return }
            try await comeBack(node, afterMilliseconds: downMilliseconds, port: port)
        }
        if downMilliseconds == nil { try await awaitStart(of: node) }
    }

    /// Returns when the process has been reaped.
    func takeDown(_ node: NodeID, grace: Duration?) async throws {
        guard board.value.nodes[node.index].port != nil else {
            throw FaultFailure(reason: "\(node) was not running")
        }
        board.update { $0.nodes[node.index].isDownOnPurpose = true }
        try await fleet.endNode(node, grace: grace)
        // Its end must not be taken for that of the process that is started next.
        try await require("the end of \(node)") { $0.nodes[node.index].port == nil }
    }

    /// The healing of a fault that took a node down for a time.
    func comeBack(_ node: NodeID, afterMilliseconds down: Int, port: PortChoice = .same) async throws {
        try await Task.sleep(for: .milliseconds(down))
        try await healing()
        try await bringUp(node, port: port)
        try await healed()
    }

    /// Starts a node that is down; returns when it serves, and clients know where.
    func bringUp(_ node: NodeID, port: PortChoice = .same) async throws {
        board.update { $0.nodes[node.index].isDownOnPurpose = false }
        try await fleet.startNode(node, port: try fleet.port(of: node, port))
        try await require("\(node) ready again") { $0.nodes[node.index].isReady }
        if port == .new { try await fleet.introduceNodes() }
    }

    /// Lets a node stay away until `node.start` brings it back, or for good.
    func awaitStart(of node: NodeID) async throws {
        let what = Self.end(of: node)
        try await last(milliseconds: nil, what)
        guard board.value.isUndone(what) else { return }
        try await healing()
        try await require("\(node) ready again") { $0.nodes[node.index].isReady }
        try await healed()
        closed(what)
    }
}
