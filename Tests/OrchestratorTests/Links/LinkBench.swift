import Core
import NIOCore
import Orchestrator
import Testing

/// A network with one link to a server of the test.
struct LinkBench: Sendable {
    static let edge = LinkEdge(from: .node(NodeID(1)), to: .server(ServerID(1)), role: .pub)
    static let link = LinkSelector(.node(NodeID(1)), .pub)
    static let scope = LinkScope.link(link)

    let network: LinkNetwork
    let host: PeerHost
    let port: UInt16
    /// Numbers of faults whose hooks were met.
    let hooked: Observed<[Int]>

    var scope: LinkScope { Self.scope }

    func counters() async throws -> LinkCounters { try await network.counters(in: scope) }

    /// Both ends of a new connection through the link.
    func connect() async throws -> (near: Peer, far: Peer) {
        let nth = host.peers.value.count + 1
        let near = try await Peer.connect(to: port)
        return (near, try #require(await host.peer(nth)))
    }

    /// Counters have no events.
    func eventually(_ isSeen: (LinkCounters) throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + Peer.patience
        while ContinuousClock.now < deadline {
            if try isSeen(try await counters()) { return true }
            try await Task.sleep(for: .milliseconds(1))
        }
        return false
    }
}

/// Runs a test with a link, and takes it down however the test ends.
func withLink(
    _ edge: LinkEdge = LinkBench.edge,
    frames: Bool = false,
    _ body: (LinkBench) async throws -> Void
) async throws {
    let hooked = Observed<[Int]>([])
    let network = LinkNetwork(
        seed: 1,
        needsFrames: { _ in frames },
        onHook: { fault in hooked.update { $0.append(fault) } }
    )
    let host = try await PeerHost.start()
    do {
        let port = try await network.listen(for: edge, upstream: LinkUpstream(port: host.port))
        try await body(LinkBench(network: network, host: host, port: port, hooked: hooked))
    } catch {
        await network.close()
        await host.stop()
        throw error
    }
    await network.close()
    await host.stop()
}
