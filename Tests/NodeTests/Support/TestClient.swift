import FoundationEssentials

/// One client that does by hand what SignalR 2.4 clients do (reference signalr2, section 2.3).
actor TestClient {
    struct Negotiation: Decodable, Sendable {
        var connectionToken: String
        var connectionID: String

        private enum CodingKeys: String, CodingKey {
            case connectionToken = "ConnectionToken"
            case connectionID = "ConnectionId"
        }
    }

    static let hubs = #"[{"name":"rollcallhub"},{"name":"chathub"}]"#

    let negotiation: Negotiation
    private(set) var cursor: String?
    private(set) var groupsToken: String?
    private(set) var socket: TestSocket
    private let user: String
    private var calls = 0
    /// Messages received while something else was waited for.
    private var inbox: [TestFrame.Call] = []

    private init(negotiation: Negotiation, socket: TestSocket, user: String) {
        self.negotiation = negotiation
        self.socket = socket
        self.user = user
    }

    /// Negotiates, connects, waits for `S:1`, and starts.
    static func connect(port: UInt16, user: String = "") async throws -> TestClient {
        let response = try await TestHTTP.get(
            "/signalr/negotiate?clientProtocol=2.0&connectionData=\(escaped(hubs))&user=\(escaped(user))",
            port: port
        )
        let negotiation = try JSONDecoder().decode(Negotiation.self, from: Data(response.body.utf8))
        let token = negotiation.connectionToken
        let socket = try await TestSocket.open(path("connect", token: token, user: user), port: port)
        let client = TestClient(negotiation: negotiation, socket: socket, user: user)
        while try await client.next().initialized != 1 {}
        let started = try await TestHTTP.get(path("start", token: token, user: user), port: port)
        guard started.body == #"{ "Response": "started" }"# else { throw TestFailure(started.body) }
        return client
    }

    static func path(_ action: String, token: String, user: String = "", more: String = "") -> String {
        "/signalr/\(action)?transport=webSockets&clientProtocol=2.0&connectionToken=\(escaped(token))"
            + "&connectionData=\(escaped(hubs))&user=\(escaped(user))\(more)"
    }

    nonisolated func path(_ action: String, more: String = "", user: String = "") -> String {
        Self.path(action, token: negotiation.connectionToken, user: user, more: more)
    }

    /// Opens the stream again, on any node, with the cursor and the groups that it has.
    func reconnect(port: UInt16, cursor: String? = nil) async throws {
        var more = ""
        if let cursor = cursor ?? self.cursor { more += "&messageId=\(escaped(cursor))" }
        if let groupsToken { more += "&groupsToken=\(escaped(groupsToken))" }
        socket = try await TestSocket.open(path("reconnect", more: more, user: user), port: port)
    }

    func cut() async {
        await socket.cut()
    }

    func forgetGroups() {
        groupsToken = nil
    }

    /// The next frame that is no keep-alive; its messages go to the inbox.
    private func next() async throws -> TestFrame {
        while true {
            let frame = try TestFrame(try await socket.next())
            if frame.text == "{}" { continue }
            if let token = frame.groupsToken { groupsToken = token }
            if let cursor = frame.cursor { self.cursor = cursor }
            inbox += frame.calls ?? []
            return frame
        }
    }

    /// Calls a hub method with string arguments and waits for its result.
    @discardableResult
    func call(_ method: String, _ arguments: String..., hub: String = "rollcallhub") async throws -> TestFrame {
        try await result(of: try await send(method, arguments, hub: hub))
    }

    /// The answer to a call.
    @discardableResult
    func result(of id: String) async throws -> TestFrame {
        while true {
            let frame = try await next()
            if frame.callID == id { return frame }
        }
    }

    /// Calls a hub method without waiting; the call id.
    func send(_ method: String, _ arguments: [String], hub: String = "rollcallhub") async throws -> String {
        try await send(method, list: String(decoding: JSONEncoder().encode(arguments), as: UTF8.self), hub: hub)
    }

    private func send(_ method: String, list: String, hub: String) async throws -> String {
        let id = String(calls)
        calls += 1
        try await socket.send(#"{"H":"\#(hub)","M":"\#(method)","A":\#(list),"I":\#(id)}"#)
        return id
    }

    /// One attempt at a message of a session; what the node says of it.
    func append(_ session: String, _ sequence: Int, _ text: String) async throws -> String? {
        let id = try await send("AppendAll", list: #"["\#(session)",\#(sequence),"\#(text)"]"#, hub: "rollcallhub")
        return try await result(of: id).value
    }

    /// Publishes to several groups at once.
    func publish(toGroups groups: [String], _ text: String) async throws {
        let list = try String(decoding: JSONEncoder().encode(groups), as: UTF8.self)
        try await result(of: try await send("PublishGroups", list: #"[\#(list),"\#(text)"]"#, hub: "rollcallhub"))
    }

    /// The next frame with a top-level error; nil when the server closes without one.
    func refusal() async throws -> String? {
        while let text = try await socket.nextOrEnd() {
            let frame = try TestFrame(text)
            if frame.callID == nil, let error = frame.error { return error }
        }
        return nil
    }

    /// Waits until the cursor is another one than this.
    func cursor(otherThan old: String?) async throws -> String? {
        while cursor == old { _ = try await next() }
        return cursor
    }

    /// The next call of the server.
    func receive() async throws -> TestFrame.Call {
        while inbox.isEmpty { _ = try await next() }
        return inbox.removeFirst()
    }

    /// First arguments of the next calls, `count` of them.
    func receive(_ count: Int) async throws -> [String] {
        var result: [String] = []
        while result.count < count { result.append(try await receive().arguments[0]) }
        return result
    }

    /// First arguments of the calls up to one with `last`, which is not included.
    func receive(until last: String) async throws -> [String] {
        var result: [String] = []
        while true {
            let text = try await receive().arguments[0]
            if text == last { return result }
            result.append(text)
        }
    }
}
