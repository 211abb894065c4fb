/// One message on the bus: who sent it, to which signal, and its JSON value (reference signalr2, section 7.2).
package struct BusMessage: Hashable, Sendable {
    /// Connection id of the sender; the acker's for an ack.
    package var source: String
    /// The signal it is addressed to.
    package var key: String
    /// UTF-8 JSON, sent to clients as it is. Every holder shares these bytes.
    package var value: [UInt8]
    /// Empty for a message that is no command; acks repeat the id of what they answer.
    package var commandID: String
    package var waitForAck: Bool
    package var isAck: Bool
    /// Connection ids and signals that must not get it, joined by a pipe; empty excludes nobody.
    package var filter: String

    package init(
        source: String,
        key: String,
        value: [UInt8],
        commandID: String = "",
        waitForAck: Bool = false,
        isAck: Bool = false,
        filter: String = ""
    ) {
        self.source = source
        self.key = key
        self.value = value
        self.commandID = commandID
        self.waitForAck = waitForAck
        self.isAck = isAck
        self.filter = filter
    }

    /// Commands and acks change the connection and are never handed to the client.
    package var isCommand: Bool { !commandID.isEmpty }
}
