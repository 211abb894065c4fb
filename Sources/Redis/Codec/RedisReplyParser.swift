import CHiredis
package import NIOCore

/// Turns the bytes of a connection into replies, with hiredis as the reader. Confined to its connection's event loop.
package final class RedisReplyParser {
    /// Fed in pieces: the reader closes its gap by memmove each KiB, so a large feed of small replies costs threefold.
    private static let feedBytesMax = 16 * 1024

    private let reader: UnsafeMutablePointer<rollcall_reader>
    private let sink: UnsafeMutablePointer<ReplySink>
    private let replyBytesMax: Int
    /// Bytes read since the last whole reply.
    private var pendingBytes = 0
    private var failure: RedisError?

    /// - Parameter replyBytesMax: the longest reply that is taken, in bytes; a longer one ends the connection.
    package init(replyBytesMax: Int = 512 << 20) {
        sink = .allocate(capacity: 1)
        sink.initialize(to: ReplySink())
        guard let reader = rollcall_reader_create(rollcall_sink(sink)) else {
            preconditionFailure("hiredis found no memory for a reader")
        }
        self.reader = reader
        self.replyBytesMax = replyBytesMax
    }

    deinit {
        rollcall_reader_free(reader)
        sink.deinitialize(count: 1)
        sink.deallocate()
    }

    /// Appends the replies that became whole. Those before a mistake on the wire are appended before it is thrown; from
    /// then on every call throws.
    package func read(_ input: ByteBuffer, into replies: inout [RedisReply]) throws(RedisError) {
        if let failure { throw failure }
        defer { sink.pointee.takeReplies(into: &replies) }
        sink.pointee.bytes.reserveCapacity(minimumWritableBytes: input.readableBytes)
        do throws(RedisError) {
            // Typed throws do not pass through `withUnsafeReadableBytes`, a result does.
            try input.withUnsafeReadableBytes { raw in
                var rest = raw[...]
                while !rest.isEmpty {
                    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.feedBytesMax))
                    if let failure = feed(piece) { return Result<Void, RedisError>.failure(failure) }
                    rest = rest.dropFirst(piece.count)
                }
                return .success(())
            }.get()
        } catch {
            failure = error
            throw error
        }
    }

    private func feed(_ piece: UnsafeRawBufferPointer) -> RedisError? {
        guard let address = piece.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
        guard rollcall_reader_feed(reader, address, piece.count) else { return protocolViolation() }
        pendingBytes += piece.count
        while true {
            switch rollcall_reader_next(reader) {
            case ROLLCALL_COMPLETE:
                sink.pointee.ends.append(sink.pointee.tokens.count)
                pendingBytes = 0
            case ROLLCALL_INCOMPLETE:
                return pendingBytes <= replyBytesMax ? nil : .replyTooLong(bytesMax: replyBytesMax)
            default:
                return protocolViolation()
            }
        }
    }

    private func protocolViolation() -> RedisError {
        .protocolViolation(String(cString: rollcall_reader_error(reader)))
    }
}

extension RedisReplyParser {
    /// Version of the hiredis headers, such as `0.14`.
    package static var hiredisVersion: String {
        "\(rollcall_hiredis_major()).\(rollcall_hiredis_minor())"
    }
}
