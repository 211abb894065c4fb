import Core
import Testing

@Suite struct SignalStoreTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func theLifetimeFollowsFromTheSettings() {
        #expect(LivenessLimits(settings: SignalRSettings()).signalLifetimeMilliseconds == 100_000)
        let fast = SignalRSettings(disconnectTimeoutMilliseconds: 6_000, keepAliveMilliseconds: 2_000)
        #expect(LivenessLimits(settings: fast).signalLifetimeMilliseconds == 20_000)
    }

    @Test func anUnusedSignalIsMarkedAndThenRemoved() {
        let node = BusFixture()
        node.publish(1)
        #expect(node.bus.collect(now: 100 * Self.second) == SignalStore.Collection())
        #expect(node.bus.collect(now: 100 * Self.second + 1) == SignalStore.Collection(marked: 1))
        #expect(node.bus.signals.count == 1)
        #expect(node.bus.collect(now: 105 * Self.second) == SignalStore.Collection(removed: ["h-Chat"]))
        #expect(node.bus.signals.count == 0)
        #expect(node.bus.signals.find("h-Chat") == nil)
    }

    @Test func aMessageOrASubscriberRevivesAMarkedSignal() throws {
        let node = BusFixture()
        node.publish(1, to: "a")
        node.publish(2, to: "b")
        #expect(node.bus.collect(now: 101 * Self.second).marked == 2)
        node.publish(3, to: "a", now: 102 * Self.second)
        _ = try node.subscribe("x", ["b"], now: 102 * Self.second)
        #expect(node.bus.collect(now: 106 * Self.second).removed.isEmpty)
        #expect(node.bus.signals.count == 3)
    }

    @Test func aSignalWithSubscribersStaysHoweverOld() throws {
        let node = BusFixture()
        let subscription = try node.subscribe()
        node.publish(1)
        for step in UInt64(1)...5 { #expect(node.bus.collect(now: step * 1_000 * Self.second).removed.isEmpty) }
        #expect(node.drain(subscription) == ["1"])
        node.bus.unsubscribe(subscription, now: 5_000 * Self.second)
        #expect(node.bus.collect(now: 5_100 * Self.second).marked == 0, "its last use was the leaving")
        #expect(node.bus.collect(now: 5_101 * Self.second).marked == 2)
        #expect(node.bus.collect(now: 5_106 * Self.second).removed.count == 2)
    }

    @Test func aboveAThousandUnsubscribedTheOldestGoAtOnce() {
        let node = BusFixture()
        for id in UInt64(1)...1_010 { node.publish(id, to: "c-\(id)", now: id) }
        let collection = node.bus.collect(now: 2_000)
        #expect(collection.removed == (1...10).map { "c-\($0)" } && collection.marked == 0)
        #expect(node.bus.signals.count == 1_000)
        #expect(node.bus.collect(now: 2_001) == SignalStore.Collection())
    }

    @Test func aSignalThatComesBackHasNothingOfBefore() throws {
        let node = BusFixture()
        node.publish(1)
        _ = node.bus.collect(now: 101 * Self.second)
        _ = node.bus.collect(now: 106 * Self.second)
        let subscription = try node.subscribe(cursor: "s-0,0", now: 107 * Self.second)
        node.publish(2, now: 107 * Self.second)
        #expect(node.drain(subscription) == ["2"])
        node.publish(3, to: "H-CHAT", now: 107 * Self.second)
        #expect(node.drain(subscription) == ["3"], "names that differ by case still match after a collection")
    }

    @Test func canonicallyEqualNamesAreDifferentSignals() {
        let node = BusFixture()
        node.publish(1, to: "hg-Chat.\u{E9}")
        node.publish(2, to: "hg-Chat.e\u{301}")
        #expect(node.bus.signals.count == 2)
    }
}
