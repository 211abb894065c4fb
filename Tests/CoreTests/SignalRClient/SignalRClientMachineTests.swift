import Testing

@testable import Core

private let second: UInt64 = 1_000_000_000

private let negotiateBody = Array(
    """
    {"Url":"/signalr","ConnectionToken":"tok/1","ConnectionId":"id","KeepAliveTimeout":20.0,"DisconnectTimeout":30.0,\
    "ConnectionTimeout":110.0,"TryWebSockets":true,"ProtocolVersion":"2.0","TransportConnectTimeout":5.0,"LongPollDelay":0.0}
    """.utf8
)

/// A machine with a clock that only the test moves.
private struct Bench {
    var machine: SignalRClientMachine
    var now: UInt64 = 100 * second

    init(_ reconnect: ReconnectPolicy, user: String? = nil) {
        machine = SignalRClientMachine(SignalRClientOptions(hub: "RollcallHub", user: user, reconnect: reconnect))
    }

    mutating func receive(_ text: String) -> SignalRReaction {
        var text = text
        return text.withUTF8 { machine.received(UnsafeRawBufferPointer($0), now: now) }
    }

    mutating func connect() {
        _ = machine.connect(now: now)
        _ = machine.turnTaken(now: now)
        _ = machine.negotiated(negotiateBody, now: now)
        _ = machine.opened(now: now)
        _ = receive(#"{"C":"s-0,10","S":1,"M":[]}"#)
        _ = machine.startAnswered(now: now)
    }

    /// Moves to the machine's own deadline.
    mutating func tick() -> [SignalRClientAction] {
        guard let deadline = machine.deadline else { return [] }
        now = deadline
        return machine.deadlinePassed(now: now)
    }
}

private func connected(_ reconnect: ReconnectPolicy) -> Bench {
    var bench = Bench(reconnect)
    bench.connect()
    return bench
}

private let data = "connectionData=%5B%7B%22Name%22%3A%22RollcallHub%22%7D%5D"

@Suite struct SignalRClientConnectingTests {
    @Test func connectsInTheOrderOfTheProtocol() {
        var bench = Bench(.resume, user: "ann b")
        #expect(bench.machine.connect(now: bench.now) == [.awaitTurn])
        #expect(
            bench.machine.turnTaken(now: bench.now)
                == [.negotiate(path: "/signalr/negotiate?clientProtocol=2.1&\(data)&user=ann%20b")]
        )
        let rest = "?clientProtocol=2.1&transport=webSockets&\(data)&connectionToken=tok%2F1&user=ann%20b"
        #expect(
            bench.machine.negotiated(negotiateBody, now: bench.now)
                == [.open(path: "/signalr/connect\(rest)", atNextNode: false)]
        )
        #expect(bench.machine.opened(now: bench.now) == [])
        #expect(bench.receive(#"{"C":"s-0,10","S":1,"M":[]}"#) == .act([.start(path: "/signalr/start\(rest)")]))
        #expect(!bench.machine.isConnected)
        #expect(bench.machine.startAnswered(now: bench.now) == [.report(.connected(.fresh))])
        #expect(bench.machine.isConnected)
    }

    @Test func releasesEarlyMessagesOnceConnected() {
        var bench = Bench(.resume)
        _ = bench.machine.connect(now: bench.now)
        _ = bench.machine.turnTaken(now: bench.now)
        _ = bench.machine.negotiated(negotiateBody, now: bench.now)
        _ = bench.machine.opened(now: bench.now)
        _ = bench.receive(#"{"C":"s-0,10","S":1,"M":[]}"#)
        #expect(bench.receive(#"{"C":"s-0,11","M":["a"]}"#) == .none)
        #expect(
            bench.machine.startAnswered(now: bench.now)
                == [.report(.connected(.fresh)), .handOut(Array(#""a""#.utf8))]
        )
        #expect(bench.machine.cursor == Array("s-0,11".utf8))
    }

    @Test func triesAgainAfterEveryStepThatFails() {
        var bench = Bench(.never)
        _ = bench.machine.connect(now: bench.now)
        var pauses: [UInt64] = []
        for _ in 0..<7 {
            _ = bench.machine.turnTaken(now: bench.now)
            let actions = bench.machine.attemptFailed(why: "refused", now: bench.now)
            #expect(actions == [.abandon(.abruptly), .report(.attemptFailed(why: "refused"))])
            pauses.append((bench.machine.deadline ?? 0) - bench.now)
            #expect(bench.tick() == [.awaitTurn])
        }
        #expect(pauses.map { $0 / 1_000_000 } == [100, 200, 400, 800, 1_600, 2_000, 2_000])
    }

    @Test(arguments: 0..<4)
    func eachStepHasALimit(step: Int) {
        var bench = Bench(.resume)
        _ = bench.machine.connect(now: bench.now)
        _ = bench.machine.turnTaken(now: bench.now)
        if step > 0 { _ = bench.machine.negotiated(negotiateBody, now: bench.now) }
        if step > 1 { _ = bench.machine.opened(now: bench.now) }
        if step > 2 { _ = bench.receive(#"{"C":"s-0,10","S":1,"M":[]}"#) }
        #expect(bench.machine.deadline == bench.now + 5 * second)
        #expect(bench.tick().first == .abandon(.abruptly))
        #expect(bench.tick() == [.awaitTurn])
    }

    @Test func understandsWhyAServerIsOfNoUse() {
        func refusal(_ body: String) -> String? {
            do throws(SignalRNegotiationError) {
                _ = try SignalRNegotiation(parsing: Array(body.utf8))
                return nil
            } catch {
                return error.description
            }
        }
        #expect(refusal("<html>")?.contains("<html>") == true)
        #expect(refusal(#"{"availableTransports":[{"transport":"WebSockets"}]}"#)?.contains("ASP.NET Core") == true)
        #expect(refusal(#"{"ProtocolVersion":"3.0","ConnectionToken":"t"}"#)?.contains("3.0") == true)
        #expect(
            refusal(#"{"ProtocolVersion":"2.0","ConnectionToken":"t","TryWebSockets":false}"#)?.contains("WebSocket")
                == true
        )
        #expect(refusal(#"{"ProtocolVersion":"2.0"}"#)?.contains("ConnectionToken") == true)
        #expect(refusal(#"{"ProtocolVersion":"2.0","ConnectionToken":"t","KeepAliveTimeout":null}"#) == nil)
    }
}

@Suite struct SignalRClientReconnectingTests {
    @Test func resumesWithTheFreshestPosition() {
        var bench = connected(.resume)
        _ = bench.receive(#"{"C":"s-0,1F","G":"g+1","M":[]}"#)
        let rest =
            "?clientProtocol=2.1&transport=webSockets&\(data)&connectionToken=tok%2F1&messageId=s-0%2C1F&groupsToken=g%2B1"
        #expect(
            bench.machine.socketEnded(why: "reset", now: bench.now)
                == [
                    .abandon(.abruptly), .report(.disconnected(.lost, why: "reset")),
                    .open(path: "/signalr/reconnect\(rest)", atNextNode: true),
                ]
        )
        #expect(bench.machine.opened(now: bench.now) == [.report(.connected(.resumed))])
    }

    @Test func triesAtOnceAndThenEveryTwoSecondsUntilItGivesUp() {
        var bench = connected(.resume)
        let lostAt = bench.now
        var attempts: [UInt64] = []
        var actions = bench.machine.socketEnded(why: "reset", now: bench.now)
        while bench.machine.isReconnecting {
            if case .open? = actions.last {
                attempts.append((bench.now - lostAt) / second)
                actions = bench.machine.attemptFailed(why: "refused", now: bench.now)
            } else {
                actions = bench.tick()
            }
        }
        #expect(attempts == Array(stride(from: 0, through: 28, by: 2)))
        #expect(bench.now == lostAt + 30 * second)
        #expect(actions == [.abandon(.abruptly), .report(.lifeEnded(returns: true)), .awaitTurn])
        #expect(bench.machine.cursor.isEmpty)
    }

    @Test func givesUpInTheMiddleOfAnAttemptThatHangs() {
        var bench = connected(.resume)
        _ = bench.machine.socketEnded(why: "reset", now: bench.now)
        var steps = 0
        while bench.machine.isReconnecting, steps < 100 {
            _ = bench.tick()
            steps += 1
        }
        #expect(bench.now == 130 * second)
    }

    @Test func staysAwayOrBeginsANewLifeAsThePolicySays() {
        var never = connected(.never)
        #expect(
            never.machine.socketEnded(why: "x", now: never.now).last == .report(.lifeEnded(returns: false))
        )
        #expect(never.machine.isDisconnected)
        #expect(never.machine.deadline == nil)
        var fresh = connected(.fresh)
        #expect(
            fresh.machine.socketEnded(why: "x", now: fresh.now).suffix(2)
                == [.report(.lifeEnded(returns: true)), .awaitTurn]
        )
    }

    @Test func noticesSilence() {
        var bench = connected(.never)
        bench.now += 15 * second
        _ = bench.receive("{}")
        var actions: [SignalRClientAction] = []
        while bench.machine.isConnected { actions = bench.tick() }
        guard case .report(.disconnected(.silent, _)) = actions[1] else {
            Issue.record("\(actions)")
            return
        }
        #expect(bench.now >= 135 * second)
        #expect(bench.now <= 138 * second)
    }

    @Test func trustsNoConnectionAfterALongSleep() {
        var bench = connected(.resume)
        bench.now += 60 * second
        _ = bench.receive("{}")
        let actions = bench.machine.deadlinePassed(now: bench.now)
        #expect(actions.contains(.report(.lifeEnded(returns: true))))
        #expect(!bench.machine.isReconnecting)
    }

    @Test func staysAwayAsLongAsTheHarnessWants() {
        var bench = connected(.resume)
        let drop = bench.machine.drop(.reset, awayUntil: bench.now + 3 * second, now: bench.now)
        #expect(drop.had)
        #expect(drop.actions.first == .abandon(.reset))
        let back = bench.tick()
        #expect(bench.now == 103 * second)
        guard case .open(_, atNextNode: true)? = back.last else {
            Issue.record("\(back)")
            return
        }
    }

    @Test func anAbsenceBeyondTheLimitIsANewLife() {
        var bench = connected(.resume)
        _ = bench.machine.drop(.abruptly, awayUntil: bench.now + 40 * second, now: bench.now)
        #expect(bench.tick() == [.abandon(.abruptly), .report(.lifeEnded(returns: true))])
        #expect(bench.now == 130 * second)
        #expect(bench.tick() == [.awaitTurn])
        #expect(bench.now == 140 * second)
    }

    @Test func aRefusalEndsTheLife() {
        var bench = connected(.resume)
        guard case .act(let actions) = bench.receive(#"{"E":"go away"}"#) else {
            Issue.record("no action")
            return
        }
        #expect(actions.contains(.report(.disconnected(.refused, why: "go away"))))
        #expect(actions.contains(.report(.lifeEnded(returns: true))))
        #expect(bench.tick() == [.awaitTurn])
        #expect(bench.now == 102 * second)
    }

    @Test func aToldGapEndsTheLifeAndDropsThePosition() {
        var bench = connected(.resume)
        _ = bench.receive(#"{"C":"r-1,5","G":"t","M":[]}"#)
        #expect(bench.machine.cursor == Array("r-1,5".utf8))
        guard case .act(let actions) = bench.receive(#"{"E":"gap: otherLog"}"#) else {
            Issue.record("no action")
            return
        }
        #expect(actions.contains(.report(.disconnected(.told, why: "gap: otherLog"))))
        #expect(actions.contains(.report(.lifeEnded(returns: true))))
        #expect(bench.machine.cursor.isEmpty)
        #expect(bench.machine.groupsToken.isEmpty)
        #expect(bench.tick() == [.awaitTurn])
        // Soon: this server refuses nobody.
        #expect(bench.now < 101 * second)
    }

    @Test func aToldGapIsTheLastWordWhereNoReturnIsAllowed() {
        var bench = connected(.never)
        guard case .act(let actions) = bench.receive(#"{"E":"gap: trimmed"}"#) else {
            Issue.record("no action")
            return
        }
        #expect(actions.contains(.report(.lifeEnded(returns: false))))
        #expect(bench.machine.isDisconnected)
        #expect(bench.machine.cursor.isEmpty)
    }

    @Test(arguments: ["", "gap", "gap:", "gap: ", "gap:trimmed", "Gap: trimmed", "gap: two words", "a gap: trimmed"])
    func otherTextsTellNoGap(text: String) {
        #expect(ToldGap(text: text) == nil)
    }

    @Test func aToldGapIsReadBack() {
        #expect(ToldGap(reason: "startedAnew").text == "gap: startedAnew")
        #expect(ToldGap(text: "gap: startedAnew") == ToldGap(reason: "startedAnew"))
    }

    @Test func stoppingTellsTheServer() {
        var bench = connected(.resume)
        let actions = bench.machine.stop()
        guard case .abort(let path) = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(path.hasPrefix("/signalr/abort?"))
        #expect(actions.dropFirst().first == .abandon(.politely))
        #expect(bench.machine.isDisconnected)
        #expect(bench.machine.stop() == [])
    }
}

@Suite struct SignalRClientCallTests {
    @Test func eachCallEndsOnce() {
        var bench = connected(.resume)
        #expect(bench.machine.beginCall(ticket: 70, now: bench.now) == 0)
        #expect(bench.machine.beginCall(ticket: 71, now: bench.now) == 1)
        #expect(bench.receive(#"{"I":"1"}"#) == .act([.callEnded(ticket: 71, .ok)]))
        #expect(bench.receive(#"{"I":"1"}"#) == .none)
        #expect(bench.receive(#"{"I":9}"#) == .none)
        #expect(
            bench.receive(#"{"I":"0","E":"boom"}"#) == .act([.callEnded(ticket: 70, .failed(.info, why: "boom"))])
        )
    }

    @Test func onlyADeclaredFailureIsCertain() {
        var bench = connected(.resume)
        for ticket: UInt64 in 0..<3 { _ = bench.machine.beginCall(ticket: ticket, now: bench.now) }
        #expect(
            bench.receive(#"{"I":"0","H":true,"E":"no","D":{"outcome":"fail"}}"#)
                == .act([.callEnded(ticket: 0, .failed(.fail, why: "no"))])
        )
        #expect(
            bench.receive(#"{"I":"1","H":true,"E":"no","D":{"outcome":"info"}}"#)
                == .act([.callEnded(ticket: 1, .failed(.info, why: "no"))])
        )
        #expect(
            bench.receive(#"{"I":"2","E":"no","D":{"outcome":"fail"}}"#)
                == .act([.callEnded(ticket: 2, .failed(.info, why: "no"))])
        )
    }

    @Test func aLostConnectionLeavesOpenCallsUnknown() {
        var bench = connected(.resume)
        _ = bench.machine.beginCall(ticket: 5, now: bench.now)
        _ = bench.machine.beginCall(ticket: 6, now: bench.now)
        _ = bench.receive(#"{"I":"0"}"#)
        let actions = bench.machine.socketEnded(why: "reset", now: bench.now)
        #expect(
            actions.contains(.callEnded(ticket: 6, .failed(.info, why: "connection lost before the answer")))
        )
        #expect(!actions.contains { if case .callEnded(5, _) = $0 { true } else { false } })
        #expect(bench.machine.beginCall(ticket: 7, now: bench.now) == nil)
        _ = bench.machine.opened(now: bench.now)
        #expect(bench.machine.beginCall(ticket: 7, now: bench.now) == 2)
    }

    @Test func anUnansweredCallEndsUnknown() {
        var bench = connected(.resume)
        _ = bench.machine.beginCall(ticket: 5, now: bench.now)
        var ended: UInt64?
        while ended == nil, bench.now < 200 * second {
            _ = bench.receive("{}")
            let actions = bench.tick()
            if actions == [.callEnded(ticket: 5, .failed(.info, why: "not answered in time"))] { ended = bench.now }
        }
        #expect((ended ?? 0) >= 130 * second)
        #expect((ended ?? 0) < 133 * second)
    }

    @Test func writesCallsAsTheClientOfTheOriginalDoes() {
        let call = SignalRInvocation(hub: "RollcallHub", method: "PublishGroup", leading: ["a\"b\n"])
        var bytes: [UInt8] = []
        call.write(Array("x".utf8), call: 7, into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"H":"RollcallHub","M":"PublishGroup","A":["a\"b\u000a","x"],"I":"7"}"#
        )
    }

    @Test func writesCallsOfASession() {
        var bytes: [UInt8] = []
        SignalRBareInvocation(hub: "RollcallHub", method: "OpenSession").write(call: 7, into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"H":"RollcallHub","M":"OpenSession","A":[],"I":"7"}"#)
        bytes.removeAll()
        SignalRSessionInvocation(hub: "RollcallHub", method: "AppendGroup", leading: ["a\"b"])
            .write(session: "1-ab".utf8, sequence: 9, payload: Array("x".utf8), call: 8, into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"H":"RollcallHub","M":"AppendGroup","A":["1-ab",9,"a\"b","x"],"I":"8"}"#
        )
    }
}
