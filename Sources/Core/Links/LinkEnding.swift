/// How a connection is ended: the key `manner` of faults on links.
package enum LinkEnding: String, Hashable, Sendable, CaseIterable {
    /// RST: what is under way is lost, and both ends learn of an error.
    case reset
    /// FIN: an end in good order.
    case close
}
