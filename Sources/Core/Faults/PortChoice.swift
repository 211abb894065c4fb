/// Where a process that is started again listens.
package enum PortChoice: String, Hashable, Sendable, CaseIterable {
    case same
    /// On another one: who remembers the address does not find it.
    case new
}
