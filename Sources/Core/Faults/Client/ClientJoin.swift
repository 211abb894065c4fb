/// Clients join a group while the run goes on.
package struct ClientJoin: Fault {
    package static let verb = "client.join"

    package var change: GroupChange

    package init(_ change: GroupChange) {
        self.change = change
    }
}

extension ClientJoin: GroupChanging {}
