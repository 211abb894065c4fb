import Core

/// The probes that tell which node hears which: at the end of a run one client on every node sends a message to everybody.
struct NodeProbing {
    /// Nodes that still need one.
    var wanted: Set<NodeID> = []
    /// Those under way, by the position of their client and their sequence.
    var open: [Probe: Sent] = [:]
    /// How many each client has sent, by its position.
    var counts: [Int: UInt32] = [:]
    /// Probes that were acknowledged.
    var results: [SentinelResult] = []

    struct Probe: Hashable {
        var member: Int
        var sequence: UInt32
    }

    struct Sent {
        var node: NodeID
        var audience: AudienceNumber
        var invokedAt: UInt64
    }

    var isDone: Bool { wanted.isEmpty && open.isEmpty }
}

extension ClientFleet {
    /// How long a node has to take one. Nanoseconds.
    static let nodeProbeTimeout: UInt64 = 3_000_000_000
    /// Pause before another client of the node is asked. Nanoseconds.
    static let nodeProbePause: UInt64 = 100_000_000
    static let nodeProbeBytes = 128

    /// Sends one from every node that has a client of this process.
    func probeNodes(withinMilliseconds: Int) {
        guard sendsNodeProbes else { return }
        nodeProbing.wanted = Set(members.compactMap { $0.isConnected ? $0.node : nil }.filter { $0 != .unknown })
        let limit = min(Self.nodeProbeTimeout, UInt64(max(0, withinMilliseconds)) * 1_000_000)
        nodeProbeDeadline = now() + limit
        sendNodeProbes()
    }

    func sendNodeProbes() {
        let now = now()
        guard now < nodeProbeDeadline else { return giveUpNodeProbes() }
        for node in nodeProbing.wanted.sorted() {
            guard let member = members.first(where: { $0.isConnected && $0.node == node }),
                let audience = audiences.firstIndex(of: member.plan.app.map(Audience.app) ?? .all)
            else {
                // Nobody is left who could speak for it.
                nodeProbing.wanted.remove(node)
                continue
            }
            nodeProbing.wanted.remove(node)
            send(node, member, AudienceNumber(audience), now: now)
        }
        nodeProbeTimer?.set(to: nodeProbing.isDone ? nil : min(now + Self.nodeProbePause, nodeProbeDeadline))
        checkFinished()
    }

    private func send(_ node: NodeID, _ member: FleetMember, _ audience: AudienceNumber, now: UInt64) {
        let sequence = nodeProbing.counts[member.index, default: 0] + 1
        nodeProbing.counts[member.index] = sequence
        let sent = NodeProbing.Sent(node: node, audience: audience, invokedAt: now)
        nodeProbing.open[NodeProbing.Probe(member: member.index, sequence: sequence)] = sent
        recordProbe(.probeInvoked, member, sequence, sent, time: now)
        let fields = MessageFields(
            run: run,
            publisher: .probe(of: member.plan.client),
            sequence: sequence,
            sentAt: now
        )
        let payload = MessagePayload.encode(fields, size: Self.nodeProbeBytes)
        if member.session?.publish(payload, to: audience, ticket: .nodeProbe(sequence: sequence)) == true {
            member.session?.flush()
        } else {
            nodeProbeEnded(member, sequence, .fail, time: self.now())
        }
    }

    func nodeProbeEnded(_ member: FleetMember, _ sequence: UInt32, _ outcome: Outcome, time: UInt64) {
        let probe = NodeProbing.Probe(member: member.index, sequence: sequence)
        guard let sent = nodeProbing.open.removeValue(forKey: probe) else { return }
        recordProbe(.probeEnded, member, sequence, sent, outcome: outcome, time: time)
        if outcome == .ok {
            nodeProbing.results.append(
                SentinelResult(
                    publisher: .probe(of: member.plan.client),
                    sequence: sequence,
                    audience: sent.audience,
                    outcome: .ok,
                    invokedAt: sent.invokedAt
                )
            )
        } else if phase.finishing {
            nodeProbing.wanted.insert(sent.node)
        }
        checkFinished()
    }

    /// What is not known by now stays unknown.
    func giveUpNodeProbes() {
        nodeProbeTimer?.set(to: nil)
        nodeProbing.wanted.removeAll()
        let open = nodeProbing.open.sorted { ($0.key.member, $0.key.sequence) < ($1.key.member, $1.key.sequence) }
        nodeProbing.open.removeAll()
        let now = now()
        for (probe, sent) in open {
            recordProbe(.probeEnded, members[probe.member], probe.sequence, sent, outcome: .info, time: now)
        }
        checkFinished()
    }

    private func recordProbe(
        _ kind: HistoryKind,
        _ member: FleetMember,
        _ sequence: UInt32,
        _ sent: NodeProbing.Sent,
        outcome: Outcome = .ok,
        time: UInt64
    ) {
        append(
            HistoryRecord(
                kind,
                subject: member.subject,
                time: time,
                flags: kind == .probeEnded ? outcome.rawValue : 0,
                detail: UInt16(truncatingIfNeeded: sent.node.number),
                publisher: member.subject,
                sequence: sequence,
                extra: UInt64(sent.audience)
            )
        )
    }

    /// A client got one.
    func heardProbe(_ member: FleetMember, of client: ClientID, _ fields: MessageFields, time: UInt64) {
        append(
            HistoryRecord(
                .probeHeard,
                subject: member.subject,
                time: time,
                publisher: client.number,
                sequence: fields.sequence,
                extra: fields.sentAt
            )
        )
    }
}
