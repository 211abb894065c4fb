import Core
import Testing

@Suite struct RequestTests {
    private let seal = TokenSeal(key: SipHashKey(secret: "farm"))
    private var gate: RequestGate { RequestGate(hubs: ["ChatHub", "RollcallHub"], seal: seal) }

    private func request(
        _ path: String,
        _ query: String,
        form: String = "",
        user: String = "",
        upgrade: Bool = false
    ) -> SignalRRequest {
        SignalRRequest(
            path: "/signalr" + path,
            query: QueryParameters(query),
            form: QueryParameters(form),
            user: user,
            isUpgrade: upgrade
        )
    }

    private func status(_ request: SignalRRequest, gate: RequestGate? = nil) -> Int {
        if case .refused(let status, _) = (gate ?? self.gate).admit(request) { status } else { 200 }
    }

    private func token(_ id: String = "id", user: String = "") -> String {
        ConnectionToken(connectionID: id, user: user).sealed(with: seal)
    }

    @Test func parametersAreDecodedLiberally() {
        let query = QueryParameters(#"a=1&B=%C3%A9+x%2&connectionData=[{"name": "c"}]&d&=e&f=g=h&%61=2&g=%ff"#)
        #expect(query["A"] == "1")
        #expect(query["b"] == "é x%2")
        #expect(query["CONNECTIONDATA"] == #"[{"name": "c"}]"#)
        #expect(query["d"] == "" && query.nonEmpty("d") == nil)
        #expect(query[""] == "e")
        #expect(query["f"] == "g=h")
        #expect(query["g"] == "\u{FFFD}")
        #expect(query["h"] == nil)
        #expect(query.pairs.count == 8)
    }

    @Test(
        arguments: [
            (nil, "1.2"), ("", "1.2"), ("x", "1.2"), ("1", "1.2"), ("1.x", "1.2"), ("-1.5", "1.2"), ("0.9", "1.2"),
            ("1.1", "1.2"), ("1.2", "1.2"), ("1.4", "1.4"), ("1.5", "1.5"), ("1.10", "1.10"), ("2.0", "2.0"),
            ("2.1", "2.0"),
            ("9.9", "2.0"), ("1.5.0.1", "1.5"),
        ] as [(String?, String)]
    )
    func theProtocolVersionIsClamped(text: String?, version: String) {
        #expect(ProtocolVersion(clamping: text).description == version)
    }

    @Test func delayedStartBeginsAtOnePointFour() {
        #expect(!ProtocolVersion(clamping: "1.3").hasDelayedStart)
        #expect(ProtocolVersion(clamping: "1.4").hasDelayedStart)
        #expect(ProtocolVersion(clamping: "2.1").hasDelayedStart)
    }

    @Test func negotiateAnswersItsPropertiesInOrder() {
        var response = NegotiateResponse(
            url: "/signalr",
            connectionToken: "T",
            connectionID: "C",
            limits: LivenessLimits(settings: SignalRSettings()),
            protocolVersion: .highest
        )
        let head = #"{"Url":"/signalr","ConnectionToken":"T","ConnectionId":"C","KeepAliveTimeout":"#
        #expect(
            String(decoding: response.encode(), as: UTF8.self) == head
                + #"20.0,"DisconnectTimeout":30.0,"ConnectionTimeout":110.0,"TryWebSockets":true,"ProtocolVersion":"2.0","#
                + #""TransportConnectTimeout":5.0,"LongPollDelay":0.0}"#
        )
        response.limits = LivenessLimits(
            settings: SignalRSettings(disconnectTimeoutMilliseconds: 6_500, keepAliveMilliseconds: 0)
        )
        response.tryWebSockets = false
        response.longPollDelayMilliseconds = 250
        #expect(
            String(decoding: response.encode(), as: UTF8.self) == head
                + #"null,"DisconnectTimeout":6.5,"ConnectionTimeout":110.0,"TryWebSockets":false,"ProtocolVersion":"2.0","#
                + #""TransportConnectTimeout":5.0,"LongPollDelay":0.25}"#
        )
    }

    @Test func theActionIsThePathSuffixInAnyCase() {
        #expect(SignalRAction(path: "/a/b/Negotiate") == .negotiate)
        #expect(SignalRAction(path: "/signalr/START") == .start)
        #expect(SignalRAction(path: "/signalr/") == nil)
        #expect(SignalRAction(path: "/signalr/other") == nil)
        #expect(gate.admit(request("/hubs", "")) == .proxyScript)
        #expect(gate.admit(request("/PING", "")) == .ping)
        #expect(
            gate.admit(request("/negotiate", "clientProtocol=2.1"))
                == .negotiate(protocolVersion: .highest, url: "/signalr")
        )
    }

    @Test func connectionDataNamesKnownHubsOnce() throws {
        let known = ["ChatHub", "RollcallHub"]
        #expect(try ConnectionData.hubs(in: nil, known: known) == [])
        #expect(try ConnectionData.hubs(in: "[]", known: known) == [])
        #expect(
            try ConnectionData.hubs(in: #"[{"Name":"rollcallhub","x":{}}, {"name":"CHATHUB"}]"#, known: known)
                == ["RollcallHub", "ChatHub"]
        )
        for bad in [
            "x", "{}", "[", #"[{"name":"nobody"}]"#, #"[{"name":"chathub"},{"name":"ChatHub"}]"#, "[{}]", "[1]",
            #"[{"name":null}]"#, "null", "[]]",
        ] {
            #expect(throws: SignalRError.self) { try ConnectionData.hubs(in: bad, known: known) }
        }
    }

    @Test func checksComeInTheirOrder() {
        let bad = "callback=f&connectionData=x&transport=?&connectionToken="
        #expect(status(request("/negotiate", bad)) == 403)
        #expect(status(request("/negotiate", "connectionData=x")) == 500)
        #expect(status(request("/ping", "connectionData=[{\"name\":\"nobody\"}]")) == 500)
        #expect(status(request("/connect", "connectionData=[]")) == 400)
        #expect(status(request("/connect", "transport=carrierPigeon&connectionToken=\(token())")) == 400)
        #expect(status(request("/start", "transport=webSockets")) == 400)
        #expect(status(request("/start", "transport=webSockets&connectionToken=x")) == 400)
        #expect(status(request("/start", "transport=webSockets&connectionToken=\(token(user: "ann"))")) == 403)
        #expect(status(request("/start", "transport=webSockets&connectionToken=\(token())", user: "ann")) == 403)
        #expect(
            status(request("/start", "transport=webSockets&connectionToken=\(token(user: "Ann"))", user: "ann")) == 200
        )
        #expect(status(request("/connect", "transport=webSockets&connectionToken=\(token())")) == 400)
        #expect(status(request("/connect", "transport=webSockets&connectionToken=\(token())", upgrade: true)) == 200)
        #expect(status(request("/connect", "transport=foreverFrame&connectionToken=\(token())")) == 400)
    }

    @Test func forbiddenHubsAreRefusedOnlyWhenNoneIsLeft() {
        let closed = RequestGate(hubs: ["ChatHub", "RollcallHub"], seal: seal) { hub, user in
            hub == "RollcallHub" && user == "ann"
        }
        let chat = #"connectionData=[{"name":"chathub"}]"#
        let both = #"connectionData=[{"name":"chathub"},{"name":"rollcallhub"}]"#
        #expect(status(request("/negotiate", chat), gate: closed) == 401)
        #expect(status(request("/negotiate", chat, user: "ann"), gate: closed) == 403)
        #expect(status(request("/negotiate", both, user: "ann"), gate: closed) == 200)
        #expect(status(request("/negotiate", "", user: "bob"), gate: closed) == 200)
    }

    @Test func jsonpMayBeAllowed() {
        var gate = gate
        gate.allowsJSONP = true
        #expect(status(request("/negotiate", "callback=f"), gate: gate) == 200)
    }

    @Test func aReceiveRequestCarriesCursorAndGroups() throws {
        let groups = GroupsToken.sealed(connectionID: "id", groups: ["RollcallHub.red", "ChatHub.x"], with: seal)
        let common = #"connectionToken=\#(token())&connectionData=[{"name":"rollcallhub"}]&clientProtocol=1.5"#
        let admission = gate.admit(
            request(
                "/reconnect",
                "transport=WEBSOCKETS&messageId=s-0%2C13&groupsToken=\(groups)&\(common)",
                upgrade: true
            )
        )
        let caller = SignalRCallerExpectation(admission)
        #expect(caller.kind == .reconnect && caller.cursor == "s-0,13" && caller.groups == ["RollcallHub.red"])
        #expect(caller.hubs == ["RollcallHub"] && caller.connectionID == "id")
        let bad = gate.admit(request("/reconnect", "transport=serverSentEvents&groupsToken=bad&\(common)"))
        #expect(SignalRCallerExpectation(bad).groups == [])
    }

    @Test func longPollingMayPostItsFieldsAndOthersMayNot() {
        let groups = GroupsToken.sealed(connectionID: "id", groups: ["ChatHub.x"], with: seal)
        let common = #"connectionToken=\#(token())&connectionData=[{"name":"chathub"}]"#
        let form = "messageId=s-0%2C13&groupsToken=\(groups)&data=d"
        let poll = SignalRCallerExpectation(gate.admit(request("/poll", "transport=longPolling&\(common)", form: form)))
        #expect(poll.kind == .poll && poll.cursor == "s-0,13" && poll.groups == ["ChatHub.x"])
        let stream = SignalRCallerExpectation(
            gate.admit(request("/connect", "transport=serverSentEvents&\(common)", form: form))
        )
        #expect(stream.kind == .connect && stream.cursor == nil && stream.groups == [])
        for (transport, query, data) in [
            ("longPolling", "&data=q", "q"), ("serverSentEvents", "&data=q", nil),
        ] as [(String, String, String?)] {
            guard case .send(_, let found) = gate.admit(request("/send", "transport=\(transport)&\(common)\(query)"))
            else {
                Issue.record("not admitted to send")
                continue
            }
            #expect(found == data)
        }
    }

    @Test func anyOtherSuffixIsAReconnectOnStreams() {
        let common = "connectionToken=\(token())"
        let other = gate.admit(request("/whatever", "transport=webSockets&\(common)", upgrade: true))
        #expect(SignalRCallerExpectation(other).kind == .reconnect)
        let poll = gate.admit(request("/whatever", "transport=longPolling&\(common)"))
        #expect(SignalRCallerExpectation(poll).kind == .poll)
    }

    @Test func startAndAbortNeedNoUpgrade() {
        let query = "transport=webSockets&connectionToken=\(token("c"))"
        if case .start(let caller) = gate.admit(request("/start", query)) {
            #expect(caller.connectionID == "c" && caller.transport == .webSockets)
        } else {
            Issue.record("start was not admitted")
        }
        if case .abort(let caller) = gate.admit(request("/abort", query)) {
            #expect(caller.connectionID == "c")
        } else {
            Issue.record("abort was not admitted")
        }
    }
}

/// The parts of an admission to receive; all nil when it is another.
private struct SignalRCallerExpectation {
    var kind: SignalRReceive.Kind?
    var cursor: String?
    var groups: [String]?
    var hubs: [String]?
    var connectionID: String?

    init(_ admission: SignalRAdmission) {
        guard case .receive(let receive) = admission else { return }
        kind = receive.kind
        cursor = receive.cursor
        groups = receive.groups
        hubs = receive.caller.hubs
        connectionID = receive.caller.connectionID
    }
}
