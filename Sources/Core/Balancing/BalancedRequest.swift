/// The head of the first request of a connection, as far as a balancer has to read it.
package enum BalancedRequest: Hashable, Sendable {
    /// More bytes are needed.
    case incomplete
    /// No server would take a head of this length.
    case tooLong
    /// By what the client is known, if it is.
    case complete(StickyMark?)

    /// Bytes that a head may have.
    package static let headBytesMax = 16_384

    package init(_ bytes: some BidirectionalCollection<UInt8>) {
        guard let end = bytes.prefix(Self.headBytesMax).firstRange(of: Array("\r\n\r\n".utf8)) else {
            self = bytes.count >= Self.headBytesMax ? .tooLong : .incomplete
            return
        }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        self = .complete(Self.cookie(lines.dropFirst()) ?? Self.token(lines.first ?? ""))
    }

    private static func cookie(_ fields: ArraySlice<Substring>) -> StickyMark? {
        for field in fields {
            guard let colon = field.firstIndex(of: ":"), CaseFolding.equal(String(field[..<colon]), "Cookie") else {
                continue
            }
            for pair in field[field.index(after: colon)...].split(separator: ";") {
                let sides = pair.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
                if sides.count == 2, sides[0] == StickyMark.cookieName, let node = NodeID(sides[1]) {
                    return .cookie(node)
                }
            }
        }
        return nil
    }

    /// Of the query in the request line.
    private static func token(_ line: Substring) -> StickyMark? {
        let words = line.split(separator: " ")
        guard words.count == 3, let question = words[1].firstIndex(of: "?") else { return nil }
        let query = QueryParameters(words[1][words[1].index(after: question)...])
        return query.nonEmpty("connectionToken").map { .token($0) }
    }
}
