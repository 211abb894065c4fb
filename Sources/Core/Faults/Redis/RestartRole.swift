/// As what a data server is started again.
package enum RestartRole: String, Hashable, Sendable, CaseIterable {
    /// As a replica of the present master; as the master where it still is the master.
    case replica
    /// As what it was when it ended, which can be a second master.
    case oldSelf = "old-self"
}
