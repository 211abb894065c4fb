/// Who a connection is: carried by the client from negotiate on, and never trusted but from the seal (reference signalr2,
/// section 3).
package struct ConnectionToken: Hashable, Sendable {
    package var connectionID: String
    /// Empty for an anonymous user.
    package var user: String

    package init(connectionID: String, user: String = "") {
        self.connectionID = connectionID
        self.user = user
    }

    package func sealed(with seal: TokenSeal) -> String {
        seal.seal("\(connectionID):\(user)", for: .connection)
    }

    /// Nil when the token cannot be opened or is empty (status 400).
    package init?(sealed token: String, with seal: TokenSeal) {
        guard let text = seal.open(token, for: .connection), let colon = text.firstIndex(of: ":"),
            colon > text.startIndex
        else { return nil }
        connectionID = String(text[..<colon])
        user = String(text[text.index(after: colon)...])
    }

    /// Whether the user of a request is the user of this token (status 403 when not).
    package func belongs(to user: String) -> Bool {
        CaseFolding.equal(self.user, user)
    }
}
