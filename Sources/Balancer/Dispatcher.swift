import Core
import Logging
import NIOCore
import NIOPosix
import Runtime

/// Knows the nodes, asks how they are, and finds one for each connection. Confined to one event loop.
final class Dispatcher {
    /// How long a node may take to accept a connection.
    static let connectTimeout: TimeAmount = .seconds(1)

    let logger: Logger
    private let eventLoop: any EventLoop
    private let healthChecks: Bool
    private let report: (BalancerEvent) -> Void
    private let policy: BalancerSpec.Policy
    private var picker: NodePicker
    private var tallies: [NodeID: HealthTally] = [:]
    private var channels: [ObjectIdentifier: any Channel] = [:]
    private var isStopped = false

    init(
        _ settings: BalancerSettings,
        on eventLoop: any EventLoop,
        logger: Logger,
        report: @escaping (BalancerEvent) -> Void
    ) {
        self.eventLoop = eventLoop
        self.logger = logger
        self.report = report
        healthChecks = settings.healthChecks
        policy = settings.policy
        picker = NodePicker(settings.policy, seed: settings.seed)
        picker.replace(with: settings.nodes)
    }

    func start() {
        if healthChecks { check() }
    }

    func stop() {
        isStopped = true
        for channel in channels.values { channel.close(promise: nil) }
    }

    func replace(with nodes: [NodeAddress]) {
        picker.replace(with: nodes)
        // A node that is back under its name is believed to be well again.
        let names = Set(nodes.map(\.node))
        tallies = tallies.filter { names.contains($0.key) }
    }

    var status: [BalancedNode] {
        picker.entries.map {
            BalancedNode(node: $0.address.node, isUp: $0.isUp, connections: $0.connections, total: $0.total)
        }
    }

    /// Every open client connection, so that none outlives a stop.
    func opened(_ channel: any Channel) {
        if isStopped { return channel.close(promise: nil) }
        channels[ObjectIdentifier(channel)] = channel
    }

    func closed(_ channel: any Channel) {
        channels[ObjectIdentifier(channel)] = nil
    }
}

// Finding a node.
extension Dispatcher {
    /// A connection to a node, not read from yet, and which node it is; a node that does not take it is passed over.
    ///
    /// - Throws: ``NoNodeLeft`` when there is none.
    func connect(_ mark: StickyMark?, except failed: Set<NodeID> = []) -> EventLoopFuture<NodeConnection> {
        guard let address = picker.pick(mark, except: failed) else {
            return eventLoop.makeFailedFuture(NoNodeLeft(tried: failed))
        }
        let setsCookie = policy == .sticky && mark != .cookie(address.node)
        return ClientBootstrap(group: eventLoop)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: false)
            .connect(host: address.host, port: Int(address.port))
            .assumeIsolated()
            .map { channel in
                self.picker.opened(address.node)
                channel.closeFuture.assumeIsolated().whenComplete { _ in self.picker.closed(address.node) }
                return NodeConnection(
                    channel: channel,
                    cookie: setsCookie ? CookieInsertion(address.node) : nil
                )
            }
            .flatMapError { error in
                self.logger.info(
                    "node did not take a connection",
                    metadata: ["node.id": "\(address.node)", "error": "\(error)"]
                )
                return self.connect(mark, except: failed.union([address.node])).assumeIsolated()
            }
            .nonisolated()
    }

    private func check() {
        guard !isStopped else { return }
        for entry in picker.entries { ask(entry.address) }
        _ = eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(HealthTally.intervalMilliseconds))) {
            self.check()
        }
    }

    /// Answers may take longer than the pause between two questions; each counts as it comes.
    private func ask(_ address: NodeAddress) {
        HealthProbe.ask(
            host: address.host,
            port: address.port,
            on: eventLoop,
            timeout: .milliseconds(Int64(HealthTally.timeoutMilliseconds))
        ).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let answer): self.note(address, isWell: answer.isWell, "\(answer.status) \(answer.body)")
            case .failure(let error): self.note(address, isWell: false, "\(error)")
            }
        }
    }

    private func note(_ address: NodeAddress, isWell: Bool, _ reason: String) {
        guard picker.entries.contains(where: { $0.address == address }) else { return }
        guard tallies[address.node, default: HealthTally()].note(isWell: isWell) else { return }
        picker.set(address.node, isUp: isWell)
        report(.health(node: address.node, isUp: isWell, reason: reason))
    }
}

/// A connection to the node that was chosen.
struct NodeConnection {
    var channel: any Channel
    /// What still has to be put into its first answer.
    var cookie: CookieInsertion?
}

/// No node took a connection.
struct NoNodeLeft: Error, CustomStringConvertible {
    var tried: Set<NodeID>

    var description: String {
        tried.isEmpty
            ? "no node is well"
            : "no node took the connection: \(tried.sorted().map(\.description).joined(separator: ", ")) refused"
    }
}
