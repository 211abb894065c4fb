import Core
import NIOCore
import NIOHTTP1

extension SignalRRequest {
    /// Reads an HTTP request. The user is whom the `user` parameter names: this server believes its clients, as a real one
    /// would believe its authentication.
    init(head: HTTPRequestHead, body: ByteBuffer = ByteBuffer(), isUpgrade: Bool = false) {
        let parts = Self.target(head.uri).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = QueryParameters(parts.count > 1 ? parts[1] : "")
        self.init(
            path: parts.first.map(String.init) ?? "/",
            query: query,
            form: body.readableBytes == 0 ? .empty : QueryParameters(String(buffer: body)),
            user: query["user"] ?? "",
            isUpgrade: isUpgrade
        )
    }

    /// Without scheme and authority, which a client may write too (RFC 9112, section 3.2.2).
    private static func target(_ uri: String) -> Substring {
        let scheme = uri.prefix { $0.isLetter }
        let rest = uri[scheme.endIndex...]
        guard !scheme.isEmpty, rest.hasPrefix("://") else { return uri[...] }
        return rest.dropFirst(3).drop { $0 != "/" && $0 != "?" }
    }

    /// Where the hubs are mapped.
    static let hubsPath = "/signalr"

    /// Whether the path lies below ``hubsPath``.
    var isForHubs: Bool {
        let path = path.lowercased()
        return path == Self.hubsPath || path.hasPrefix(Self.hubsPath + "/")
    }
}
