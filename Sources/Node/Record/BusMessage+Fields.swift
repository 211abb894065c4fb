import Core

extension BusMessage {
    /// What the harness wrote into it; nil for what is no message of the harness, or no whole one.
    var harnessFields: MessageFields? {
        guard !isCommand else { return nil }
        return MessageFields(carriedBy: value)
    }
}

extension MessageFields {
    /// Nil where the bytes carry no whole message of the harness.
    init?(carriedBy value: [UInt8]) {
        var offset = 0
        let fields: MessageFields? = value.withUnsafeBytes { bytes in
            if case .message(let fields)? = MessagePayload.next(in: bytes, from: &offset) { fields } else { nil }
        }
        guard let fields else { return nil }
        self = fields
    }
}
