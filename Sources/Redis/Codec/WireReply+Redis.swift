package import Core
import NIOCore

extension WireReply {
    /// What Redis answered, as the pure parts read it.
    package init(_ reply: RedisReply) {
        switch reply {
        case .simple(let bytes), .bulk(let bytes): self = .bytes(Array(bytes.readableBytesView))
        case .integer(let value): self = .integer(value)
        case .array(let elements): self = .array(elements.map { WireReply($0) })
        case .null: self = .null
        case .error(let line): self = .error(line)
        }
    }
}
