/// One RESP2 reply, without a library's types: the shell turns its own into this.
package enum WireReply: Hashable, Sendable {
    /// A simple or bulk string.
    case bytes([UInt8])
    case integer(Int64)
    case array([WireReply])
    case null
    /// The error line without its minus.
    case error(String)
}
