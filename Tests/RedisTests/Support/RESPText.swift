import NIOCore
import Redis

/// Replies as Redis writes them.
enum RESPText {
    static func encode(_ reply: RedisReply) -> [UInt8] {
        switch reply {
        case .simple(let bytes): Array("+".utf8) + bytes.readableBytesView + Array("\r\n".utf8)
        case .bulk(let bytes): Array("$\(bytes.readableBytes)\r\n".utf8) + bytes.readableBytesView + Array("\r\n".utf8)
        case .integer(let value): Array(":\(value)\r\n".utf8)
        case .null: Array("$-1\r\n".utf8)
        case .error(let line): Array("-\(line)\r\n".utf8)
        case .array(let elements): Array("*\(elements.count)\r\n".utf8) + elements.flatMap(encode)
        }
    }

    /// Feeds the bytes in pieces and returns what became whole.
    static func parse(_ bytes: [UInt8], piece: Int) throws -> [RedisReply] {
        let parser = RedisReplyParser()
        var replies: [RedisReply] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            try parser.read(ByteBuffer(bytes: rest.prefix(piece)), into: &replies)
            rest = rest.dropFirst(piece)
        }
        return replies
    }
}

extension RedisReply {
    static func bulk(_ text: String) -> RedisReply { .bulk(ByteBuffer(string: text)) }
    static func simple(_ text: String) -> RedisReply { .simple(ByteBuffer(string: text)) }
}
