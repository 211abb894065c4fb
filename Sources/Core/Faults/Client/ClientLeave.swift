/// Clients leave a group while the run goes on.
package struct ClientLeave: Fault {
    package static let verb = "client.leave"

    package var change: GroupChange

    package init(_ change: GroupChange) {
        self.change = change
    }
}

extension ClientLeave: GroupChanging {}
