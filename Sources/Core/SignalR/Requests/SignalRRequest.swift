/// A request as the checks see it: no method, no bytes, no socket.
package struct SignalRRequest: Hashable, Sendable {
    /// Without the query.
    package var path: String
    package var query: QueryParameters
    /// The form body; empty when there is none.
    package var form: QueryParameters
    /// The authenticated user; empty for an anonymous request.
    package var user: String
    /// The request asks for a WebSocket.
    package var isUpgrade: Bool

    package init(
        path: String,
        query: QueryParameters,
        form: QueryParameters = .empty,
        user: String = "",
        isUpgrade: Bool = false
    ) {
        self.path = path
        self.query = query
        self.form = form
        self.user = user
        self.isUpgrade = isUpgrade
    }

    /// The path without the action, as negotiate answers it.
    package var basePath: String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
    }
}
