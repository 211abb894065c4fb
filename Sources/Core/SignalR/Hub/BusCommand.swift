/// A change of a connection that travels over the bus on its `c-` signal (reference signalr2, section 8).
package struct BusCommand: Hashable, Sendable {
    package enum Kind: Int, Hashable, Sendable, CaseIterable {
        /// Published by `/connect`; its arrival yields `S:1`.
        case initializing = 0
        /// The value is a whole group signal, for example `hg-Chat.room1`.
        case addToGroup = 1
        case removeFromGroup = 2
        /// The holding node ends the connection.
        case abort = 3

        /// The name that some farms send instead of the number.
        package var name: String {
            switch self {
            case .initializing: "Initializing"
            case .addToGroup: "AddToGroup"
            case .removeFromGroup: "RemoveFromGroup"
            case .abort: "Abort"
            }
        }
    }

    /// A GUID; the ack repeats it.
    package var id: String
    package var kind: Kind
    package var value: String?
    package var waitForAck: Bool

    package init(id: String, kind: Kind, value: String? = nil, waitForAck: Bool = false) {
        self.id = id
        self.kind = kind
        self.value = value
        self.waitForAck = waitForAck
    }

    /// `{"WaitForAck":..,"Id":"..","CommandType":n,"Value":".."}`.
    package func encode() -> [UInt8] {
        var bytes = Array(#"{"WaitForAck":\#(waitForAck),"Id":"#.utf8)
        JSONText.append(id, to: &bytes)
        bytes.append(contentsOf: #","CommandType":\#(kind.rawValue),"Value":"#.utf8)
        if let value { JSONText.append(value, to: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Reads the value of a command message; the type may be a number or a name.
    package static func decode(_ bytes: [UInt8]) throws(SignalRError) -> BusCommand {
        var id: String?
        var kind: Kind?
        var value: String?
        var waitForAck = false
        let failure: JSONScanner.Failure? = bytes.withUnsafeBytes { buffer in
            var scanner = JSONScanner(bytes: buffer)
            do throws(JSONScanner.Failure) {
                try scanner.object { (key: String, scanner: inout JSONScanner) throws(JSONScanner.Failure) in
                    let slice = JSONSlice(bytes[try scanner.value()])
                    switch key.lowercased() {
                    case "id": id = slice.string
                    case "commandtype": kind = Self.kind(slice)
                    case "value": value = slice.string
                    case "waitforack": waitForAck = slice.bytes.first == UInt8(ascii: "t")
                    default: break
                    }
                }
                try scanner.end()
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw SignalRError(.command, "expected \(failure.expected) at byte \(failure.offset)") }
        guard let kind else { throw SignalRError(.command, "no known CommandType") }
        return BusCommand(id: id ?? "", kind: kind, value: value, waitForAck: waitForAck)
    }

    private static func kind(_ slice: JSONSlice) -> Kind? {
        if let number = slice.integer { return Kind(rawValue: number) }
        guard let name = slice.string?.lowercased() else { return nil }
        return Kind.allCases.first { $0.name.lowercased() == name } ?? Int(name).flatMap(Kind.init)
    }

    /// The command as a bus message to a connection.
    package func message(source: String, connectionID: String) -> BusMessage {
        BusMessage(
            source: source,
            key: Signals.commands(connectionID: connectionID),
            value: encode(),
            commandID: id,
            waitForAck: waitForAck
        )
    }

    /// The ack that the node holding the connection publishes; all nodes hear it, the waiting one completes its call.
    package static func ack(of commandID: String, acker connectionID: String) -> BusMessage {
        BusMessage(source: connectionID, key: Signals.server, value: [], commandID: commandID, isAck: true)
    }
}
