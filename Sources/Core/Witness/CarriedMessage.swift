/// One thing that a payload on the backplane carries.
package struct CarriedMessage: Hashable, Sendable {
    /// Nil for a message of the run.
    package var other: CarriedContent?
    /// 0 where they could not be read, and for what has none.
    package var publisher: UInt32
    package var sequence: UInt32
    /// What Redis gave the payload; 0 where the backplane counts nothing, or it could not be read.
    package var id: UInt64
    /// It is not the first of its payload.
    package var isFurther: Bool

    package init(
        other: CarriedContent? = nil,
        publisher: UInt32 = 0,
        sequence: UInt32 = 0,
        id: UInt64 = 0,
        isFurther: Bool = false
    ) {
        self.other = other
        self.publisher = publisher
        self.sequence = sequence
        self.id = id
        self.isFurther = isFurther
    }

    /// In the flags of a record: it is not the first of its payload.
    package static let furtherFlag: UInt8 = 128

    /// As a witness records it.
    package func record(server: ServerID, app: Int, time: UInt64) -> HistoryRecord {
        HistoryRecord(
            other == nil ? .carried : .carriedOther,
            subject: server.number,
            time: time,
            flags: (other?.rawValue ?? 0) | (isFurther ? Self.furtherFlag : 0),
            detail: UInt16(clamping: app),
            publisher: publisher,
            sequence: sequence,
            extra: id
        )
    }
}

extension CarriedMessage {
    /// Reads one payload of the `signalr` and `pubsub` backplanes. A payload that no server can read is one thing, and so is
    /// each of its messages otherwise.
    package static func read(_ payload: UnsafeRawBufferPointer, of run: RunID) -> [CarriedMessage] {
        guard let decoded = try? BackplanePayload.decode(payload) else {
            return [CarriedMessage(other: .unreadable)]
        }
        var found: [CarriedMessage] = []
        found.reserveCapacity(decoded.messages.count)
        for message in decoded.messages {
            found += messages(in: message, of: run).map { one in
                var one = one
                one.id = decoded.id
                return one
            }
        }
        for index in found.indices.dropFirst() { found[index].isFurther = true }
        return found
    }

    /// Reads the payload of one entry of the `stream` backplane; its id is its index.
    package static func entry(_ payload: UnsafeRawBufferPointer, id: UInt64, of run: RunID) -> [CarriedMessage] {
        var found = messages(in: payload, of: run)
        for index in found.indices {
            found[index].id = id
            found[index].isFurther = index > 0
        }
        return found
    }

    private static func messages(in message: BusMessage, of run: RunID) -> [CarriedMessage] {
        if message.isCommand { return [CarriedMessage(other: .command)] }
        return message.value.withUnsafeBytes { messages(in: $0, of: run) }
    }

    private static func messages(in bytes: UnsafeRawBufferPointer, of run: RunID) -> [CarriedMessage] {
        var found: [CarriedMessage] = []
        var offset = 0
        while let scan = MessagePayload.next(in: bytes, from: &offset) {
            found.append(CarriedMessage(scan, of: run))
        }
        return found.isEmpty ? [CarriedMessage(other: .unnumbered)] : found
    }

    private init(_ scan: MessageScan, of run: RunID) {
        switch scan {
        case .message(let fields):
            self.init(
                other: fields.run == run ? nil : .foreignRun,
                publisher: fields.publisher.number,
                sequence: fields.sequence
            )
        case .damaged(let fields):
            self.init(
                other: .damagedMessage,
                publisher: fields?.publisher.number ?? 0,
                sequence: fields?.sequence ?? 0
            )
        }
    }
}
