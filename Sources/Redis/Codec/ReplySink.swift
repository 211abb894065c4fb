import CHiredis
import NIOCore

/// Where hiredis puts the values it read: flat, in wire order, until whole replies are built from them.
struct ReplySink {
    enum Token {
        case string(rollcall_string_kind, start: Int, count: Int)
        case array(count: Int)
        case integer(Int64)
        case null
    }

    /// The bytes of all strings in `tokens`, copied, for hiredis moves its own.
    var bytes = ByteBuffer()
    var tokens: [Token] = []
    /// Number of tokens at the end of each whole reply.
    var ends: [Int] = []

    /// Takes all whole replies out and keeps what belongs to the next one.
    mutating func takeReplies(into replies: inout [RedisReply]) {
        guard let end = ends.last else { return }
        var cursor = 0
        for _ in ends {
            replies.append(build(at: &cursor))
        }
        assert(cursor == end, "a reply has \(cursor) tokens, its reader said \(end)")
        keep(from: end)
    }

    private func build(at cursor: inout Int) -> RedisReply {
        let token = tokens[cursor]
        cursor += 1
        switch token {
        case .string(let kind, let start, let count):
            return string(kind, start: start, count: count)
        case .integer(let value):
            return .integer(value)
        case .null:
            return .null
        case .array(let count):
            var elements: [RedisReply] = []
            elements.reserveCapacity(count)
            for _ in 0..<count { elements.append(build(at: &cursor)) }
            return .array(elements)
        }
    }

    private func string(_ kind: rollcall_string_kind, start: Int, count: Int) -> RedisReply {
        guard let slice = bytes.getSlice(at: start, length: count) else {
            preconditionFailure("string at \(start)+\(count) is beyond the \(bytes.writerIndex) bytes kept")
        }
        switch kind {
        case ROLLCALL_SIMPLE: return .simple(slice)
        case ROLLCALL_ERROR: return .error(String(buffer: slice))
        default: return .bulk(slice)
        }
    }

    /// Slices of `bytes` are out now: appending to it would copy all of it, so what is left starts a buffer of its own.
    private mutating func keep(from end: Int) {
        var rest = ByteBuffer()
        let left = tokens[end...].map { token -> Token in
            guard case .string(let kind, let start, let count) = token else { return token }
            let moved = rest.writerIndex
            if let slice = bytes.getSlice(at: start, length: count) { rest.writeImmutableBuffer(slice) }
            return .string(kind, start: moved, count: count)
        }
        bytes = rest
        tokens = left
        ends.removeAll(keepingCapacity: true)
    }
}

extension rollcall_sink {
    /// Functions that hiredis calls with `sink` as context; it has to outlive the reader and stay in place.
    init(_ sink: UnsafeMutablePointer<ReplySink>) {
        self.init(
            context: UnsafeMutableRawPointer(sink),
            string: { context, kind, bytes, count in
                guard let sink = context?.assumingMemoryBound(to: ReplySink.self) else { return }
                let start = sink.pointee.bytes.writerIndex
                sink.pointee.bytes.writeBytes(UnsafeRawBufferPointer(start: bytes, count: count))
                sink.pointee.tokens.append(.string(kind, start: start, count: count))
            },
            array: { context, count in
                context?.assumingMemoryBound(to: ReplySink.self).pointee.tokens.append(.array(count: Int(count)))
            },
            integer: { context, value in
                context?.assumingMemoryBound(to: ReplySink.self).pointee.tokens.append(.integer(value))
            },
            null: { context in
                context?.assumingMemoryBound(to: ReplySink.self).pointee.tokens.append(.null)
            }
        )
    }
}
