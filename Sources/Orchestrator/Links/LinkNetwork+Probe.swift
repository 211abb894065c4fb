import Core

extension LinkNetwork {
    /// Whether a port of a link takes connections: asked from outside, by connecting to it. Nobody is dialled for it, and
    /// nothing counts it.
    ///
    /// - Throws: ``HarnessError`` with code 75.
    package func takesConnections(on port: UInt16) async throws -> Bool {
        let socket = try LoopbackSocket.bound()
        try await expectProbe(from: socket.port)
        let isTaken = try socket.connect(to: port)
        if !isTaken { try await forgetProbe(from: socket.port) }
        return isTaken
    }

    /// Whether both kernels' ends of connections are no longer connected. Of ends on other machines nothing is seen.
    package static func areGone(_ traces: [LinkTrace]) -> Bool {
        let table = SocketOwners.table()
        func isConnected(_ local: UInt16, _ remote: UInt16) -> Bool {
            table.entry(local: local, remote: remote)?.state == .established
        }
        return traces.allSatisfy { trace in
            if isConnected(trace.nearPeer, trace.nearOwn) { return false }
            guard let own = trace.farOwn, let peer = trace.farPeer else { return true }
            return !isConnected(peer, own)
        }
    }
}
