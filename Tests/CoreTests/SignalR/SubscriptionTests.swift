import Core
import Testing

@Suite struct SubscriptionTests {
    @Test func nothingCollectedLeavesTheCursor() throws {
        let node = BusFixture()
        node.publish(1)
        let subscription = try node.subscribe()
        node.publish(2...50, to: "h-Other")
        #expect(subscription.pass(limit: 10).isIdle)
        #expect(subscription.cursor == 1)
        node.publish(51)
        node.publish(52...60, to: "h-Other")
        let delivery = try #require(subscription.pass(limit: 10).delivery)
        #expect(delivery.values == ["51"])
        #expect(delivery.cursor == 60, "the last id walked, matching or not")
        #expect(String(decoding: delivery.response.encode(), as: UTF8.self) == #"{"C":"s-0,3C","M":[51]}"#)
    }

    @Test func aPassStopsAtItsLimit() throws {
        let node = BusFixture()
        let subscription = try node.subscribe()
        node.publish(1...25)
        let first = try #require(subscription.pass(limit: 10).delivery)
        #expect(first.values == BusFixture.numbers(1...10) && first.cursor == 10)
        #expect(subscription.pass(limit: 10).delivery?.cursor == 20)
        #expect(subscription.pass(limit: 10).delivery?.values == BusFixture.numbers(21...25))
        #expect(subscription.pass(limit: 10).isIdle)
        #expect(SignalRTransport.webSockets.messageLimit == 10)
        #expect(SignalRTransport.longPolling.messageLimit == 5_000)
    }

    @Test func deliveryFollowsIdsAcrossSignals() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1", ["h-A", "h-B"])
        for id in UInt64(1)...9 { node.publish(id, to: id % 2 == 0 ? "h-A" : "h-B") }
        #expect(node.drain(subscription) == BusFixture.numbers(1...9))
    }

    @Test func severalMessagesOfOnePayloadAreReadInTheOrderOfTheSignals() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1", ["h-A", "h-B"])
        let messages = ["h-B", "h-A", "h-X", "h-B"].enumerated().map { index, key in
            BusMessage(source: "", key: key, value: Array("\(index)".utf8))
        }
        node.bus.receive(BackplanePayload(id: 5, messages: messages, originTicks: 0), now: 0)
        #expect(node.drain(subscription, limit: 1) == ["1", "0", "3"])
    }

    @Test func signalsAreStoredByCaseButReadIgnoringIt() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1", ["hg-Chat.Room"])
        node.publish(1, to: "hg-chat.ROOM")
        #expect(node.bus.takeWoken().isEmpty, "another case wakes nobody")
        #expect(node.bus.signals.find("hg-Chat.Room") !== node.bus.signals.find("hg-chat.ROOM"))
        node.publish(2, to: "hg-Chat.Room")
        #expect(node.bus.takeWoken().count == 1)
        #expect(node.drain(subscription) == ["1", "2"])
    }

    @Test func theFilterExcludesByIdentityAndBySignal() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1")
        node.publish(1, filter: "x|C1")
        node.publish(2, filter: Signals.filter(excluding: ["c0", "c1"]))
        node.publish(3, filter: "h-Chat")
        node.publish(4, filter: "c-c2|h-chat")
        let delivery = try #require(subscription.pass(limit: 10).delivery)
        #expect(delivery.values == ["4"] && delivery.cursor == 4)
        node.publish(5, filter: "c1")
        let empty = try #require(subscription.pass(limit: 10).delivery)
        #expect(empty.values.isEmpty && empty.cursor == 5, "an excluded message advances the cursor")
    }

    @Test func aSubscriptionIsWokenOnceHoweverMuchArrives() throws {
        let node = BusFixture()
        let first = try node.subscribe("c1")
        let second = try node.subscribe("c2", ["h-Chat", "h-B"])
        _ = try node.subscribe("c3", ["h-C"])
        node.publish(1...5)
        node.publish(6, to: "h-B")
        #expect(node.bus.hasWoken)
        #expect(Set(node.bus.takeWoken().map(\.identity)) == ["c1", "c2"])
        #expect(node.bus.takeWoken().isEmpty)
        node.publish(7)
        node.bus.unsubscribe(second, now: 0)
        #expect(node.bus.takeWoken().map(\.identity) == ["c1"])
        #expect(second.pass(limit: 10).isIdle)
        #expect(node.drain(first).count == 6)
    }

    @Test func groupsAreJoinedAndLeftByCommandsWithAcks() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1")
        node.command(1, BusCommand(id: "g1", kind: .addToGroup, value: "hg-Chat.r", waitForAck: true), to: "c1")
        let added = subscription.apply(try #require(subscription.pass(limit: 10).delivery).commands, now: 0)
        #expect(added.groupsChanged && added.acks == [BusCommand.ack(of: "g1", acker: "c1")])
        #expect(subscription.groups == ["Chat.r"])
        node.publish(2, to: "hg-Chat.r")
        #expect(node.drain(subscription) == ["2"])
        node.command(3, BusCommand(id: "g2", kind: .addToGroup, value: "hg-Chat.r", waitForAck: true), to: "c1")
        let again = subscription.apply(try #require(subscription.pass(limit: 10).delivery).commands, now: 0)
        #expect(!again.groupsChanged && again.acks.count == 1)
        node.command(4, BusCommand(id: "g3", kind: .removeFromGroup, value: "hg-Chat.r"), to: "c1")
        let removed = subscription.apply(try #require(subscription.pass(limit: 10).delivery).commands, now: 0)
        #expect(removed.groupsChanged && removed.acks.isEmpty && subscription.groups.isEmpty)
        node.publish(5, to: "hg-Chat.r")
        #expect(node.drain(subscription) == [])
    }

    @Test func initializingAndAbortAreReported() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1")
        node.command(0x10, BusCommand(id: "g1", kind: .initializing), to: "c1")
        let delivery = try #require(subscription.pass(limit: 10).delivery)
        var response = delivery.response
        response.initialized = subscription.apply(delivery.commands, now: 0).isInitialized
        #expect(String(decoding: response.encode(), as: UTF8.self) == #"{"C":"s-0,10","S":1,"M":[]}"#)
        node.command(0x11, BusCommand(id: "g2", kind: .abort), to: "c1")
        let end = try #require(subscription.pass(limit: 10).delivery)
        #expect(subscription.apply(end.commands, now: 0).isAborted)
    }

    @Test func anUnreadableCommandIsSkipped() throws {
        let node = BusFixture()
        let subscription = try node.subscribe("c1")
        let message = BusMessage(source: "s", key: "c-c1", value: Array("x".utf8), commandID: "g", waitForAck: true)
        node.bus.receive(BackplanePayload(id: 1, messages: [message], originTicks: 0), now: 0)
        let outcome = subscription.apply(try #require(subscription.pass(limit: 10).delivery).commands, now: 0)
        #expect(outcome.unreadable == 1 && outcome.acks.isEmpty)
    }

    @Test func groupsOfATokenAreThereFromTheBeginning() throws {
        let node = BusFixture()
        node.publish(1, to: "hg-Chat.r")
        node.publish(2, to: "hg-Chat.r")
        let subscription = try node.bus.subscribe(
            identity: "c1",
            signals: Signals.initial(connectionID: "c1", hubs: ["Chat"], userID: nil),
            groups: ["Chat.r"],
            cursor: "s-0,1",
            now: 0
        )
        #expect(subscription.groups == ["Chat.r"])
        #expect(node.drain(subscription) == ["2"])
    }

    @Test func theAckListenerHearsAcks() throws {
        let node = BusFixture()
        let listener = try node.bus.subscribe(identity: "n1", signals: [Signals.server], cursor: nil, now: 0)
        let ack = BusCommand.ack(of: "g1", acker: "c9")
        node.bus.receive(BackplanePayload(id: 1, messages: [ack], originTicks: 0), now: 0)
        #expect(node.bus.takeWoken().map(\.identity) == ["n1"])
        let delivery = try #require(listener.pass(limit: Subscription.ackListenerLimit).delivery)
        #expect(listener.apply(delivery.commands, now: 0).acknowledged == ["g1"])
    }

    @Test func equalBatchesOfDifferentConnectionsShareOneFrame() throws {
        let node = BusFixture()
        let subscriptions = try (1...4).map { try node.subscribe("c\($0)") }
        node.publish(1...2)
        node.publish(3, filter: "c4")
        let deliveries = try subscriptions.map { try #require($0.pass(limit: 10).delivery) }
        #expect(Set(deliveries.map(\.identity)).count == 2)
        #expect(deliveries[0].identity != deliveries[3].identity)
        var cache = FrameCache<[UInt8]>()
        var encoded = 0
        for delivery in deliveries {
            let frame = cache.frame(delivery.identity) {
                encoded += 1
                return delivery.response.encode()
            }
            #expect(frame == delivery.response.encode())
        }
        #expect(encoded == 2)
        #expect(deliveries[0].messages[0] === deliveries[1].messages[0], "bytes are shared, not copied")
    }

    @Test func theFrameCacheForgetsTheOldest() {
        var cache = FrameCache<Int>()
        func identity(_ cursor: Int) -> FrameIdentity { FrameIdentity(cursor: UInt64(cursor), messages: []) }
        for cursor in 0..<40 { #expect(cache.frame(identity(cursor)) { cursor } == cursor) }
        for cursor in 24..<40 { #expect(cache.frame(identity(cursor)) { -1 } == cursor) }
        #expect(cache.frame(identity(0)) { -1 } == -1)
        #expect(cache.frame(identity(24)) { -2 } == -2)
    }
}
