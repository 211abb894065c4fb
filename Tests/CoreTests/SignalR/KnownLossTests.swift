import Core
import Testing

/// The ways to lose or double messages of the reference, section 10, that need no socket. Rows 9, 13, 15, 16, 35 and 36
/// are in ``CursorOutcomeTests``.
@Suite struct KnownLossTests {
    @Test("rows 1 and 2: a lower counter leaves every live and returning client dark")
    func aLowerCounterLeavesClientsDark() throws {
        let node = BusFixture()
        node.publish(1...100)
        let live = try node.subscribe("live", cursor: ScaleoutCursor.text(100))
        #expect(node.publish(1).addition == .replaced(newest: 100))
        node.publish(2...60)
        let returning = try node.subscribe("returning", cursor: ScaleoutCursor.text(100))
        let new = try node.subscribe("new")
        node.publish(61...101)
        #expect(node.drain(live) == ["101"])
        #expect(node.drain(returning) == ["101"])
        #expect(node.drain(new) == BusFixture.numbers(61...101))
        #expect(node.bus.lastReceivedID == 101)
    }

    @Test("row 3: the ack listener is dark as well, so waits expire")
    func theAckListenerIsDarkToo() throws {
        let node = BusFixture()
        let listener = try node.bus.subscribe(identity: "n", signals: [Signals.server], cursor: nil, now: 0)
        let ack = BusCommand.ack(of: "old", acker: "c")
        node.bus.receive(BackplanePayload(id: 500, messages: [ack], originTicks: 0), now: 0)
        #expect(listener.pass(limit: 10).delivery?.commands.count == 1)
        var table = AckTable()
        #expect(table.register("new", now: 0) == true)
        node.bus.receive(
            BackplanePayload(id: 3, messages: [BusCommand.ack(of: "new", acker: "c")], originTicks: 0),
            now: 0
        )
        #expect(listener.pass(limit: 10).isIdle)
        #expect(table.expire(now: 30_000_000_001) == ["new"])
    }

    @Test("row 5: after a failover that lost ids, nodes diverge")
    func nodesDivergeAfterLostIncrements() throws {
        let saw = BusFixture()
        let missed = BusFixture()
        saw.publish(1...10)
        missed.publish(1...7)
        let dark = try saw.subscribe(cursor: ScaleoutCursor.text(10))
        let fine = try missed.subscribe(cursor: ScaleoutCursor.text(7))
        for node in [saw, missed] { node.publish(8...9) }
        #expect(saw.drain(dark) == [])
        #expect(missed.drain(fine) == ["8", "9"])
    }

    @Test("row 6: the lookup lands on the first twin, so the second comes again and again")
    func aTwinIsDeliveredAgainAndAgain() throws {
        let node = BusFixture()
        node.publish(1)
        let subscription = try node.subscribe()
        node.publish(2)
        #expect(node.drain(subscription) == ["2"])
        node.publish(2, value: "twin")
        for _ in 0..<5 {
            let delivery = try #require(subscription.pass(limit: 10).delivery)
            #expect(delivery.values == ["twin"] && delivery.cursor == 2)
        }
        node.publish(3)
        #expect(subscription.pass(limit: 10).delivery?.values == ["3"], "a higher id ends it")
        #expect(subscription.pass(limit: 10).isIdle)
    }

    @Test("row 6: the lookup lands on the second twin, so it is withheld, then lost or late")
    func aTwinIsWithheld() throws {
        let lost = BusFixture()
        let first = try lost.subscribe()
        lost.publish(1)
        #expect(lost.drain(first) == ["1"])
        lost.publish(1, value: "twin")
        #expect(first.pass(limit: 10).isIdle)
        lost.publish(2)
        #expect(lost.drain(first) == ["2"])

        let late = BusFixture()
        let second = try late.subscribe()
        late.publish(1...4)
        #expect(late.drain(second) == BusFixture.numbers(1...4))
        late.publish(4, value: "twin")
        #expect(second.pass(limit: 10).isIdle)
        late.publish(5)
        #expect(late.drain(second) == ["twin", "5"])
    }

    @Test("row 11: more messages than the window on one signal jump to the oldest retained")
    func aSlowClientJumpsToTheOldestRetained() throws {
        let node = BusFixture()
        let subscription = try node.subscribe()
        node.publish(1...1_251)
        #expect(node.drain(subscription) == BusFixture.numbers(251...1_251))
        let inside = BusFixture()
        let kept = try inside.subscribe()
        inside.publish(1...1_250)
        #expect(inside.drain(kept) == BusFixture.numbers(1...1_250))
    }

    @Test("row 12: the jump of a hot signal skips a quiet one's messages")
    func theJumpSkipsQuieterSignals() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1", ["h-Hot", "h-Quiet"])
        node.publish(1, to: "h-Hot")
        node.publish(2, to: "h-Quiet", value: "quiet")
        node.publish(3...1_300, to: "h-Hot")
        let values = node.drain(subscription)
        #expect(!values.contains("quiet"))
        #expect(node.bus.signals.find("h-Quiet")?.messageCount == 1, "it is still buffered")
        #expect(values.first == "252" && values.last == "1300")
    }

    @Test("row 14: a hopping client finds nothing of a collected signal")
    func aCollectedSignalIsGone() throws {
        let node = BusFixture()
        node.publish(1, now: 0)
        for id in UInt64(2)...1_002 { node.publish(id, to: "c-\(id)", now: id) }
        let collection = node.bus.collect(now: 2_000)
        #expect(collection.removed == ["h-Chat", "c-2"])
        let subscription = try node.subscribe(cursor: "s-0,0")
        #expect(node.drain(subscription) == [])
    }

    @Test("row 17: a group message behind the add in the same batch is passed over")
    func aGroupMessageInTheBatchOfItsAddIsLost() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1")
        node.command(1, BusCommand(id: "g", kind: .addToGroup, value: "hg-Chat.r"), to: "c1")
        node.publish(2, to: "hg-Chat.r", value: "lost")
        let delivery = try #require(subscription.pass(limit: 10).delivery)
        #expect(delivery.values.isEmpty && delivery.cursor == 2)
        #expect(subscription.apply(delivery.commands, now: 0).groupsChanged)
        node.publish(3, to: "hg-Chat.r", value: "seen")
        #expect(node.drain(subscription) == ["seen"])
    }

    @Test("row 18: a backlog that holds an awaited add loses the group's messages behind it")
    func aReplayedAddLosesItsGroupMessages() throws {
        let node = BusFixture()
        let first = try node.subscribe("c1")
        node.command(1, BusCommand(id: "g", kind: .addToGroup, value: "hg-Chat.r", waitForAck: true), to: "c1")
        let awaited = first.apply(try #require(first.pass(limit: 10).delivery).commands, now: 0)
        #expect(awaited.acks.count == 1)
        node.publish(2...3, to: "hg-Chat.r")
        node.bus.unsubscribe(first, now: 0)
        let returning = try node.subscribe("c1", cursor: "s-0,0")
        let delivery = try #require(returning.pass(limit: 10).delivery)
        #expect(delivery.values.isEmpty && delivery.cursor == 3 && delivery.commands.count == 1)
        _ = returning.apply(delivery.commands, now: 0)
        #expect(node.drain(returning) == [])
    }

    @Test("row 20: an old groups token leaves the membership behind")
    func anOldGroupsTokenLosesTheMembership() throws {
        let node = BusFixture()
        let first = try node.subscribe("c1")
        node.command(1, BusCommand(id: "g", kind: .addToGroup, value: "hg-Chat.r"), to: "c1")
        _ = first.apply(try #require(first.pass(limit: 10).delivery).commands, now: 0)
        node.bus.unsubscribe(first, now: 0)
        let returning = try node.subscribe("c1", cursor: "s-0,1")
        node.publish(2, to: "hg-Chat.r")
        #expect(node.drain(returning) == [])
    }

    @Test("row 37: an undecodable payload is lost and nothing else")
    func anUndecodablePayloadIsSwallowed() throws {
        let node = BusFixture()
        let subscription = try node.subscribe()
        let message = BusMessage(source: "", key: "h-Chat", value: Array("x".utf8))
        let blob = BackplanePayload.blob([message], originTicks: 0)
        for head in ["7 ", "1e+14 ", "8 "] {
            guard let payload = try? BackplanePayload.decode(Array(head.utf8) + blob) else { continue }
            node.bus.receive(payload, now: 0)
        }
        #expect(node.drain(subscription) == ["x", "x"])
        #expect(node.bus.lastReceivedID == 8)
    }

    @Test("a control: a drop and return within the windows loses and doubles nothing")
    func aReturnWithinTheWindowsIsClean() throws {
        let nodes = [BusFixture(), BusFixture()]
        let first = try nodes[0].subscribe("c1")
        for node in nodes { node.publish(1...20) }
        var seen = nodes[0].drain(first)
        nodes[0].bus.unsubscribe(first, now: 0)
        for node in nodes { node.publish(21...900) }
        let hopped = try nodes[1].subscribe("c1", cursor: ScaleoutCursor.text(first.cursor))
        seen += nodes[1].drain(hopped)
        #expect(seen == BusFixture.numbers(1...900))
    }
}
