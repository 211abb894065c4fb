/// A message as the stores of a node hold it: one object that every connection shares, never copied per connection.
package final class StoredMessage: Sendable {
    package let message: BusMessage
    /// The id of the payload that brought it.
    package let id: UInt64
    /// Counts what this node stored, from 1: a small identity that two deliveries can compare.
    package let serial: UInt64
    /// The parts of the filter, split once; empty for most messages.
    package let exclusions: [String]

    package init(_ message: BusMessage, id: UInt64, serial: UInt64) {
        self.message = message
        self.id = id
        self.serial = serial
        exclusions = message.filter.isEmpty ? [] : message.filter.split(separator: "|").map(String.init)
    }
}
