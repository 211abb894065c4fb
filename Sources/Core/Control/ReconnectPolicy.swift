/// What a client does when it has lost its connection.
package enum ReconnectPolicy: String, Codable, Hashable, Sendable, CaseIterable {
    /// It stays away.
    case never
    /// It begins a new life: nothing that was sent meanwhile is owed to it.
    case fresh
    /// It asks to go on where it was, and begins a new life only when that was given up.
    case resume
}
