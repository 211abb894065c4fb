/// How a client's connection is cut.
package enum DropManner: String, Codable, Hashable, Sendable, CaseIterable {
    /// RST.
    case reset
    /// FIN without a closing handshake.
    case close
    /// The socket stays open, and nothing is read from it or written to it any more, as if the network had died. It ends with
    /// RST once the client has another connection or gave up.
    case silence
}
