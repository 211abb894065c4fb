/// What one publish puts on the channel: the id that Redis gave, and the messages (reference signalr2, section 7.2).
package struct BackplanePayload: Hashable, Sendable {
    /// The value of the counter key after this publish.
    package var id: UInt64
    package var messages: [BusMessage]
    /// 100 ns units since 0001-01-01 UTC. It orders entries of different streams only, and Redis has one.
    package var originTicks: Int64

    package init(id: UInt64, messages: [BusMessage], originTicks: Int64) {
        self.id = id
        self.messages = messages
        self.originTicks = originTicks
    }

    /// Ticks at 1970-01-01 UTC.
    package static let unixEpochTicks: Int64 = 621_355_968_000_000_000

    /// Ticks of a wall-clock time.
    package static func ticks(unixNanoseconds: Int64) -> Int64 {
        unixEpochTicks + unixNanoseconds / 100
    }

    /// The argument of the publish script: length and ScaleoutMessage, without the id, which Redis puts in front.
    package static func blob(_ messages: [BusMessage], originTicks: Int64) -> [UInt8] {
        var writer = PayloadWriter()
        writer.integer(Int32(0))
        writer.integer(Int32(messages.count))
        for message in messages { writer.message(message) }
        writer.integer(originTicks)
        let length = Int32(writer.bytes.count - 4)
        withUnsafeBytes(of: length.littleEndian) { writer.bytes.replaceSubrange(0..<4, with: $0) }
        return writer.bytes
    }

    /// The whole payload as a subscriber receives it.
    package func encode() -> [UInt8] {
        Array("\(id) ".utf8) + Self.blob(messages, originTicks: originTicks)
    }

    /// Reads a payload. Each truncation, a length that does not fit and bytes behind the end are errors.
    package static func decode(_ bytes: UnsafeRawBufferPointer) throws(SignalRError) -> BackplanePayload {
        var reader = PayloadReader(bytes: bytes)
        let id = try reader.identifier()
        let length = Int(try reader.int32("length"))
        guard length == reader.remaining else {
            throw SignalRError(.payload, "length says \(length) bytes, \(reader.remaining) follow")
        }
        let count = Int(try reader.int32("message count"))
        guard count >= 0, count <= reader.remaining / PayloadReader.smallestMessageBytes else {
            throw SignalRError(.payload, "\(count) messages do not fit into \(reader.remaining) bytes")
        }
        var messages: [BusMessage] = []
        messages.reserveCapacity(count)
        for _ in 0..<count { messages.append(try reader.message()) }
        let ticks = try reader.int64("origin time")
        guard reader.remaining == 0 else {
            throw SignalRError(.payload, "\(reader.remaining) bytes behind the origin time")
        }
        return BackplanePayload(id: id, messages: messages, originTicks: ticks)
    }

    /// Reads a payload. Each truncation, a length that does not fit and bytes behind the end are errors.
    package static func decode(_ bytes: [UInt8]) throws(SignalRError) -> BackplanePayload {
        // `withUnsafeBytes` rethrows untyped; a result carries the typed error across.
        let result: Result<BackplanePayload, SignalRError> = bytes.withUnsafeBytes { buffer in
            do throws(SignalRError) { return .success(try decode(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
