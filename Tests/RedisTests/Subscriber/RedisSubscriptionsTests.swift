import Redis
import Testing

@Suite struct RedisSubscriptionsTests {
    private typealias Subscriptions = RedisSubscriptions<String>

    private static func describe(_ answer: Subscriptions.Answer) -> String {
        switch answer {
        case .done(let tokens, let isComplete):
            "done \(tokens.joined(separator: ","))" + (isComplete ? " complete" : "")
        case .refused(let tokens, _): "refused \(tokens.joined(separator: ","))"
        case .unavailable(let channel, _): "unavailable \(channel)"
        case .violation: "violation"
        }
    }

    private static func connected() -> Subscriptions {
        var subscriptions = Subscriptions()
        _ = subscriptions.connected()
        return subscriptions
    }

    @Test func aWishWithoutAConnectionWaitsForOne() {
        var subscriptions = Subscriptions()
        #expect(subscriptions.subscribe("b", "t1") == nil)
        #expect(subscriptions.subscribe("a", "t2") == nil)
        #expect(subscriptions.connected() == [.subscribe("a"), .subscribe("b")])
        #expect(!subscriptions.isComplete)
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "done t2")
        #expect(Self.describe(subscriptions.answered(.subscribe("b"))) == "done t1 complete")
        #expect(subscriptions.isComplete)
    }

    @Test func everythingWantedIsSubscribedAgainAndSaidOncePerConnection() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "done t1 complete")
        _ = subscriptions.subscribe("b", "t2")
        #expect(Self.describe(subscriptions.answered(.subscribe("b"))) == "done t2")
        let gone = subscriptions.disconnected()
        #expect(gone.unsubscribed.isEmpty && gone.abandoned.isEmpty)
        #expect(!subscriptions.isComplete)
        #expect(subscriptions.connected() == [.subscribe("a"), .subscribe("b")])
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "done ")
        #expect(Self.describe(subscriptions.answered(.subscribe("b"))) == "done  complete")
    }

    @Test func whoWaitsAtADropWaitsForTheNextConnection() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        let gone = subscriptions.disconnected()
        #expect(gone.unsubscribed.isEmpty && gone.abandoned.isEmpty)
        #expect(subscriptions.connected() == [.subscribe("a")])
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "done t1 complete")
    }

    @Test func anUnsubscriptionIsFulfilledByTheDrop() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        let (operation, abandoned) = subscriptions.unsubscribe("a", "t2")
        #expect(operation == .unsubscribe("a"))
        #expect(abandoned.isEmpty)
        let gone = subscriptions.disconnected()
        #expect(gone.unsubscribed == ["t2"])
        #expect(gone.abandoned == ["t1"])
        #expect(subscriptions.connected().isEmpty)
    }

    @Test func unsubscribingWithoutAConnectionGivesBackWhoWaits() {
        var subscriptions = Subscriptions()
        _ = subscriptions.subscribe("a", "t1")
        let (operation, abandoned) = subscriptions.unsubscribe("a", "t2")
        #expect(operation == nil)
        #expect(abandoned == ["t1"])
        #expect(subscriptions.connected().isEmpty)
    }

    @Test func wishesInQuickSuccessionEndAsTheLastOneSays() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        _ = subscriptions.unsubscribe("a", "t2")
        _ = subscriptions.subscribe("a", "t3")
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "done t1 complete")
        #expect(Self.describe(subscriptions.answered(.unsubscribe("a"))) == "done t2")
        #expect(!subscriptions.isComplete)
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "done t3")
        #expect(subscriptions.isComplete)
    }

    @Test func nothingWantedIsNeverSaidToBeComplete() {
        var subscriptions = Self.connected()
        _ = subscriptions.ping()
        #expect(Self.describe(subscriptions.answered(.ping)) == "done ")
        _ = subscriptions.unsubscribe("never", "t1")
        #expect(Self.describe(subscriptions.answered(.unsubscribe("never"))) == "done t1")
    }

    @Test func aRefusedChannelIsNoLongerWanted() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        _ = subscriptions.subscribe("b", "t2")
        #expect(Self.describe(subscriptions.refused("NOPERM No permissions to access a channel")) == "refused t1")
        #expect(subscriptions.channels == ["b"])
        #expect(Self.describe(subscriptions.answered(.subscribe("b"))) == "done t2 complete")
    }

    @Test func aChannelThatIsRefusedWhenSubscribedAgainEndsTheConnection() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        _ = subscriptions.answered(.subscribe("a"))
        _ = subscriptions.disconnected()
        _ = subscriptions.connected()
        #expect(Self.describe(subscriptions.refused("NOPERM No permissions to access a channel")) == "unavailable a")
        #expect(subscriptions.channels == ["a"])
    }

    @Test func aPassingRefusalKeepsWhoWaits() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        #expect(Self.describe(subscriptions.refused("BUSY Redis is busy running a script")) == "unavailable a")
        _ = subscriptions.disconnected()
        #expect(subscriptions.connected() == [.subscribe("a")])
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "done t1 complete")
    }

    @Test func anAnswerThatDoesNotFitIsAViolation() {
        var subscriptions = Self.connected()
        #expect(Self.describe(subscriptions.answered(.subscribe("a"))) == "violation")
        #expect(Self.describe(subscriptions.refused("ERR")) == "violation")
        _ = subscriptions.subscribe("a", "t1")
        #expect(Self.describe(subscriptions.answered(.subscribe("b"))) == "violation")
    }

    @Test func closingGivesEverybodyBack() {
        var subscriptions = Self.connected()
        _ = subscriptions.subscribe("a", "t1")
        _ = subscriptions.disconnected()
        _ = subscriptions.subscribe("b", "t2")
        #expect(subscriptions.closed() == ["t1", "t2"])
        #expect(subscriptions.closed().isEmpty)
    }
}
