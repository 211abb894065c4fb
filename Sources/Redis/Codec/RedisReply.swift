package import NIOCore

/// One value that a Redis answered, as RESP2 knows them. Strings share the storage of what was read from the socket.
package enum RedisReply: Hashable, Sendable {
    /// A status such as `OK`.
    case simple(ByteBuffer)
    /// A string of any bytes.
    case bulk(ByteBuffer)
    case integer(Int64)
    case array([RedisReply])
    /// The null string or the null array.
    case null
    /// The whole error line without its leading minus, such as `WRONGTYPE Operation against ...`.
    case error(String)
}

extension RedisReply {
    /// The bytes of a simple or bulk string; nil for everything else.
    package var bytes: ByteBuffer? {
        switch self {
        case .simple(let bytes), .bulk(let bytes): bytes
        case .integer, .array, .null, .error: nil
        }
    }

    /// A simple or bulk string as text, invalid UTF-8 repaired; nil for everything else.
    package var string: String? {
        bytes.map { String(buffer: $0) }
    }

    /// An integer reply, or a string that is a decimal integer.
    package var int: Int64? {
        switch self {
        case .integer(let value): value
        case .simple, .bulk: string.flatMap { Int64($0) }
        case .array, .null, .error: nil
        }
    }

    /// The elements of an array; nil for everything else.
    package var elements: [RedisReply]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var isNull: Bool {
        self == .null
    }

    /// What kind of value it is, for messages.
    package var kind: String {
        switch self {
        case .simple: "simple string"
        case .bulk: "bulk string"
        case .integer: "integer"
        case .array(let elements): "array of \(elements.count)"
        case .null: "null"
        case .error: "error"
        }
    }
}
