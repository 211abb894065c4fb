/// Something that the orchestrator sees happen, and that a trigger `when` can wait for.
package enum RunSight: Hashable, Sendable {
    /// A sentinel announced another master.
    case switchMaster
    /// The sentinels agreed that the master is down (`+odown`).
    case masterDown
    /// So many nodes have a confirmed subscription, after there were fewer.
    case subscribed(Int)
    /// The subscription of this node is gone.
    case deaf(NodeID)
    /// This node serves and is subscribed, after it was not.
    case ready(NodeID)
    /// This client lost its connection and tries to come back.
    case reconnecting(ClientID)
}

extension RunSight: CustomStringConvertible {
    /// The form of scenario files.
    package var description: String {
        switch self {
        case .switchMaster: "+switch-master"
        case .masterDown: "master-down"
        case .subscribed(let count): "\(count) subscribed"
        case .deaf(let node): "\(node) deaf"
        case .ready(let node): "\(node) ready"
        case .reconnecting(let client): "\(client) reconnecting"
        }
    }

    package init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        switch (parts.first ?? "", parts.dropFirst().first) {
        case ("+switch-master", nil): self = .switchMaster
        case ("master-down", nil): self = .masterDown
        case (let subject, "subscribed"):
            guard let count = Int(subject), count > 0, String(count) == subject else { return nil }
            self = .subscribed(count)
        case (let subject, "deaf"):
            guard let node = NodeID(subject) else { return nil }
            self = .deaf(node)
        case (let subject, "ready"):
            guard let node = NodeID(subject) else { return nil }
            self = .ready(node)
        case (let subject, "reconnecting"):
            guard let client = ClientID(subject) else { return nil }
            self = .reconnecting(client)
        default: return nil
        }
        guard parts.count <= 2 else { return nil }
    }

    /// Words of scenario files that need a subject before them.
    package static let words = ["subscribed", "deaf", "ready", "reconnecting"]
}
