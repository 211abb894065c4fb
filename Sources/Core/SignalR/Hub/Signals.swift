/// How signals are named: the addresses that connections subscribe to (reference signalr2, section 8). The hub part is the
/// server's own name and casing.
package enum Signals {
    /// Every node listens here for acks.
    package static let server = "__SIGNALR__SERVER__"

    /// All connections of a hub.
    package static func hub(_ hub: String) -> String { "h-\(hub)" }
    /// One connection, calls of one hub.
    package static func client(hub: String, connectionID: String) -> String { "hc-\(hub).\(connectionID)" }
    /// The connections of a user.
    package static func user(hub: String, userID: String) -> String { "hu-\(hub).\(userID)" }
    /// The members of a group.
    package static func group(hub: String, group: String) -> String { "hg-\(hub).\(group)" }
    /// One connection: commands, progress and raw sends.
    package static func commands(connectionID: String) -> String { "c-\(connectionID)" }

    /// The bus signal of a group name as it stands in a groups token: `Chat.room1` to `hg-Chat.room1`.
    package static func group(tokenName: String) -> String { groupPrefix + tokenName }

    /// The name in the groups token of a group signal; nil for another kind of signal.
    package static func tokenName(groupSignal: String) -> String? {
        groupSignal.utf8.starts(with: groupPrefix.utf8) ? String(groupSignal.dropFirst(groupPrefix.count)) : nil
    }

    /// The filter that keeps these connections from getting a hub message.
    package static func filter(excluding connectionIDs: [String]) -> String {
        connectionIDs.map { commands(connectionID: $0) }.joined(separator: "|")
    }

    /// What a connection subscribes to before any group, in the order in which a pass reads them.
    package static func initial(connectionID: String, hubs: [String], userID: String?) -> [String] {
        var signals = hubs.flatMap { hub in
            [self.hub(hub), client(hub: hub, connectionID: connectionID)]
                + (userID.map { $0.isEmpty ? [] : [user(hub: hub, userID: $0)] } ?? [])
        }
        signals.append(commands(connectionID: connectionID))
        return signals
    }

    private static let groupPrefix = "hg-"
}
