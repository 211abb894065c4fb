import Core
import NIOCore
import NIOHTTP1
import Runtime

// Plain requests and the admission of sockets (reference signalr2, section 1).
extension SignalRServer: RequestHandler {
    func accept(_ request: SignalRRequest) -> ((ServerSocket) -> Void)? {
        guard request.isForHubs, case .receive(let receive) = gate.admit(request),
            receive.caller.transport == .webSockets
        else { return nil }
        return { socket in self.open(receive, on: socket) }
    }

    var node: NodeID { settings.node }

    func answer(_ request: SignalRRequest) -> EventLoopFuture<HTTPReply> {
        guard request.isForHubs else { return reply(page(request.path)) }
        switch gate.admit(request) {
        case .refused(let status, let reason): return reply(.text(HTTPResponseStatus(statusCode: status), reason))
        case .negotiate(let version, let url): return reply(negotiate(version, url: url, user: request.user))
        case .ping: return reply(.json(#"{ "Response": "pong" }"#))
        case .proxyScript:
            return reply(.text(.notFound, "no proxy script is generated; call hubs by their names"))
        case .start(let caller): return reply(start(caller))
        case .abort(let caller): return abort(caller)
        case .send(let caller, let data): return send(caller, data: data)
        case .receive(let receive):
            return reply(
                .text(.badRequest, "the transport \(receive.caller.transport.rawValue) is not served; use webSockets")
            )
        }
    }

    /// What does not belong to the hubs.
    private func page(_ path: String) -> HTTPReply {
        switch path {
        case "/": HTTPReply(.ok, contentType: "text/html; charset=UTF-8", body: ByteBuffer(string: ChatPage.html))
        case "/health": deafness.map { .text(.serviceUnavailable, $0) } ?? .text(.ok, "ok")
        default: .text(.notFound, "nothing is here; the hubs are below \(SignalRRequest.hubsPath)")
        }
    }

    private func reply(_ reply: HTTPReply) -> EventLoopFuture<HTTPReply> {
        eventLoop.makeSucceededFuture(reply)
    }

    private func negotiate(_ version: ProtocolVersion, url: String, user: String) -> HTTPReply {
        let connectionID = newGUID()
        let response = NegotiateResponse(
            url: url,
            connectionToken: ConnectionToken(connectionID: connectionID, user: user).sealed(with: gate.seal),
            connectionID: connectionID,
            limits: LivenessLimits(settings: settings.signalr),
            protocolVersion: version
        )
        return .json(ByteBuffer(bytes: response.encode()))
    }

    private func start(_ caller: SignalRCaller) -> HTTPReply {
        do {
            try started(caller)
            return .json(#"{ "Response": "started" }"#)
        } catch {
            return .text(.internalServerError, "\(error)")
        }
    }

    /// Any node may be asked: the one that holds the connection hears it over the bus.
    private func abort(_ caller: SignalRCaller) -> EventLoopFuture<HTTPReply> {
        bus.abort(caller.connectionID).map { .text(.ok) }
    }

    private func send(_ caller: SignalRCaller, data: String?) -> EventLoopFuture<HTTPReply> {
        guard let data else { return reply(.text(.internalServerError, "the field data is missing")) }
        do {
            return try dispatcher.run(Array(data.utf8), connectionID: caller.connectionID, user: caller.user)
                .map { .json(ByteBuffer(bytes: $0.encode())) }
        } catch {
            return reply(.text(.internalServerError, "\(error)"))
        }
    }
}
