/// Stops a node at a very point of a message's way: it pauses there, or dies there as by SIGKILL. So a race that needs it
/// happens every time.
package struct NodeFailpoint: Fault {
    package static let verb = "node.failpoint"

    package var node: NodeID
    package var point: Failpoint.Point
    package var action: Failpoint.Action
    /// The nth message that comes there after it was armed, from 1.
    package var nth: Int
    /// How long a pause lasts; 0 for a crash.
    package var pauseMilliseconds: Int
    /// After a crash; nil stays away until `node.start`.
    package var downMilliseconds: Int?

    package init(
        node: NodeID,
        point: Failpoint.Point,
        action: Failpoint.Action,
        nth: Int = 1,
        pauseMilliseconds: Int = 0,
        downMilliseconds: Int? = nil
    ) {
        self.node = node
        self.point = point
        self.action = action
        self.nth = nth
        self.pauseMilliseconds = pauseMilliseconds
        self.downMilliseconds = downMilliseconds
    }

    /// One that pauses is armed beside others.
    package var holds: [String] { action == .crash ? [Self.process(of: node)] : [] }
    package var lastsMilliseconds: Int? { action == .crash ? downMilliseconds : pauseMilliseconds }
}

extension NodeFailpoint: NodeFault {
    static let keys = ["node", "point", "action", "nth", "for", "down"]
    static let required = ["node", "point", "action"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let node = mapping.node("node")
        let point = mapping.word("point", as: Failpoint.Point.self)
        let action = mapping.word("action", as: Failpoint.Action.self)
        let nth = mapping.count("nth", in: 1...ScenarioReader.messagesMax) ?? 1
        let pause = mapping.duration("for", in: 1...ScenarioReader.longest)
        let down = mapping.down("down")
        for (key, owner) in [("for", Failpoint.Action.pause), ("down", .crash)] where mapping.has(key) {
            guard let action, action != owner else { continue }
            mapping.report(
                mapping.keyPlace(of: key),
                key,
                "\(mapping.path(of: key)) belongs to `action: \(owner.rawValue)`"
            )
        }
        guard let node, let point, let action else { return nil }
        self.init(
            node: node,
            point: point,
            action: action,
            nth: nth,
            pauseMilliseconds: action == .pause ? pause ?? MappingReader.usualDown : 0,
            downMilliseconds: action == .crash ? down : nil
        )
    }

    var endsNode: Bool { action == .crash && downMilliseconds == nil }
}
