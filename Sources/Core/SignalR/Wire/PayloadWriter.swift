/// Writes the fields of a backplane payload in their order (reference signalr2, section 7.2).
struct PayloadWriter {
    var bytes: [UInt8] = []

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Length in bytes as unsigned LEB128, then UTF-8.
    mutating func string(_ text: String) {
        var length = text.utf8.count
        while length >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        bytes.append(UInt8(length))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func message(_ message: BusMessage) {
        string(message.source)
        string(message.key)
        integer(Int32(message.value.count))
        bytes.append(contentsOf: message.value)
        string(message.commandID)
        bytes.append(message.waitForAck ? 1 : 0)
        bytes.append(message.isAck ? 1 : 0)
        string(message.filter)
    }
}
