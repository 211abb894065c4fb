/// What Redis carried that is no message of the run. Raw values are part of the history format.
package enum CarriedContent: UInt8, Sendable, CaseIterable {
    /// A command or an acknowledgement between servers.
    case command = 0
    /// A message of another run.
    case foreignRun = 1
    /// A message whose checksum is wrong.
    case damagedMessage = 2
    /// Nothing that the backplane's servers could read.
    case unreadable = 3
    /// Something that a server sent and that has no identity of ours, as what a person types in the chat.
    case unnumbered = 4
}
