/// How a client's connection is cut.
package enum DropManner: String, Codable, Hashable, Sendable, CaseIterable {
    /// RST.
    case reset
    /// FIN without a closing handshake.
    case close
}
