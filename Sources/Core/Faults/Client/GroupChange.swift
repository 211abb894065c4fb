/// Which clients change their membership in what group.
package struct GroupChange: Hashable, Sendable {
    package var clients: ClientSelection
    package var group: String
    /// Undone after this; nil stays so.
    package var milliseconds: Int?

    package init(_ clients: ClientSelection, group: String, milliseconds: Int? = nil) {
        self.clients = clients
        self.group = group
        self.milliseconds = milliseconds
    }

    package var target: String { "\(clients) and the group \(group)" }
}

extension GroupChange {
    static let keys = ClientSelection.keys + ["group", "for"]
}
