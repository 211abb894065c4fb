/// The checks of every request, in the order of the original (reference signalr2, section 1.4).
package struct RequestGate: Sendable {
    /// Names of the server's hubs, in its casing.
    package var hubs: [String]
    package var seal: TokenSeal
    package var allowsJSONP: Bool
    /// Whether a user (empty when anonymous) may use a hub.
    package var isAuthorised: @Sendable (_ hub: String, _ user: String) -> Bool

    package init(
        hubs: [String],
        seal: TokenSeal,
        allowsJSONP: Bool = false,
        isAuthorised: @escaping @Sendable (_ hub: String, _ user: String) -> Bool = { _, _ in true }
    ) {
        self.hubs = hubs
        self.seal = seal
        self.allowsJSONP = allowsJSONP
        self.isAuthorised = isAuthorised
    }

    package func admit(_ request: SignalRRequest) -> SignalRAdmission {
        if !allowsJSONP, request.query["callback"] != nil {
            return .refused(status: 403, reason: "JSONP is not enabled")
        }
        let allowed: [String]
        do throws(SignalRError) {
            let named = try ConnectionData.hubs(in: request.query["connectionData"], known: hubs)
            allowed = named.filter { isAuthorised($0, request.user) }
            if allowed.isEmpty, !named.isEmpty {
                return .refused(status: request.user.isEmpty ? 401 : 403, reason: "no hub is allowed to this user")
            }
        } catch {
            return .refused(status: 500, reason: error.description)
        }
        let action = SignalRAction(path: request.path)
        let version = ProtocolVersion(clamping: request.query["clientProtocol"])
        switch action {
        case .negotiate: return .negotiate(protocolVersion: version, url: request.basePath)
        case .ping: return .ping
        case .hubs, .js: return .proxyScript
        default: break
        }
        switch caller(request, hubs: allowed, version: version) {
        case .success(let caller): return admit(request, action, caller)
        case .failure(let refusal): return .refused(status: refusal.status, reason: refusal.reason)
        }
    }

    private struct Refusal: Error {
        var status: Int
        var reason: String
    }

    private func caller(
        _ request: SignalRRequest,
        hubs: [String],
        version: ProtocolVersion
    ) -> Result<SignalRCaller, Refusal> {
        guard let transport = request.query["transport"].flatMap(SignalRTransport.init(name:)) else {
            return .failure(Refusal(status: 400, reason: "transport is missing or unknown"))
        }
        guard let text = request.query.nonEmpty("connectionToken") else {
            return .failure(Refusal(status: 400, reason: "the connection token is missing"))
        }
        guard let token = ConnectionToken(sealed: text, with: seal) else {
            return .failure(Refusal(status: 400, reason: "the connection token cannot be opened"))
        }
        guard token.belongs(to: request.user) else {
            return .failure(Refusal(status: 403, reason: "the connection token is another user's"))
        }
        return .success(
            SignalRCaller(
                connectionID: token.connectionID,
                user: token.user,
                hubs: hubs,
                transport: transport,
                protocolVersion: version
            )
        )
    }

    private func admit(
        _ request: SignalRRequest,
        _ action: SignalRAction?,
        _ caller: SignalRCaller
    ) -> SignalRAdmission {
        let isPolling = caller.transport == .longPolling
        switch (action, caller.transport) {
        case (.start, _): return .start(caller)
        case (.abort, _): return .abort(caller)
        case (_, .foreverFrame): return .refused(status: 400, reason: "foreverFrame is not supported")
        case (.send, .serverSentEvents), (.send, .longPolling):
            return .send(caller, data: request.form["data"] ?? (isPolling ? request.query["data"] : nil))
        case (_, .webSockets) where !request.isUpgrade:
            return .refused(status: 400, reason: "webSockets without an upgrade request")
        default: break
        }
        func field(_ name: String) -> String? {
            request.query.nonEmpty(name) ?? (isPolling ? request.form.nonEmpty(name) : nil)
        }
        let groups = GroupsToken.groups(
            in: field("groupsToken"),
            connectionID: caller.connectionID,
            hubs: caller.hubs,
            with: seal
        )
        return .receive(
            SignalRReceive(
                kind: kind(action, isPolling: isPolling),
                caller: caller,
                cursor: field("messageId"),
                groups: groups
            )
        )
    }

    /// Any other suffix is a reconnect on a streaming transport, and a poll on long polling.
    private func kind(_ action: SignalRAction?, isPolling: Bool) -> SignalRReceive.Kind {
        switch action {
        case .connect: .connect
        case .reconnect: .reconnect
        default: isPolling ? .poll : .reconnect
        }
    }
}
