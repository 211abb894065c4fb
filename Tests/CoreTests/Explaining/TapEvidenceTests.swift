import Core
import Testing

/// What links saw pass, where nodes record nothing: the shape of a loss would tell another story, or none.
@Suite struct TapEvidenceTests {
    static func script(witness: Bool = false, _ change: (inout WayScript) -> Void) -> WayScript {
        var script = WayScript(nodes: 2, clients: 4)
        script.hasHops = false
        if witness { script.witness(isListening: true) }
        script.link(1)
        script.link(2)
        script.send(3)
        change(&script)
        script.send(3)
        return script
    }

    static func causes(witness: Bool = false, _ change: (inout WayScript) -> Void) -> [Cause] {
        script(witness: witness, change).verdict().causes
    }

    @Test func whatPassedTheLinkToANodeWasLostInTheNode() {
        let causes = Self.causes { $0.send(2) { $0.handed = [2: 0] } }
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.place) == ["n2"])
        #expect(causes.map(\.evidence) == [.witness])
        #expect(causes.map(\.count) == [4])
    }

    @Test func whatPassedTheLinkAndOneClientSawWasLostBehindTheNode() {
        let causes = Self.causes { $0.send(2) { $0.seen = [4: 0] } }
        #expect(causes.map(\.place) == ["n2 -> c4"])
        #expect(causes.map(\.evidence) == [.witness])
    }

    /// Bytes that a breaking connection took along have passed the link, and not come out.
    @Test func whatPassedTheLinkWhileTheSubscriptionBrokeIsNotPutDownToTheNode() {
        let causes = Self.causes { script in
            script.send(2) { way in
                way.received = [2: 0]
                way.tapped = [2: 1]
            }
            script.backplane(2, isSubscribed: false)
            script.backplane(2, isSubscribed: true)
        }
        #expect(causes.map(\.place) == ["Redis -> n2"])
        #expect(causes.map(\.condition) == ["its subscription was down"])
    }

    @Test func whatRedisCarriedAndDidNotPassTheLinkWasLostBetween() {
        let causes = Self.causes(witness: true) { $0.send(2) { $0.received = [2: 0] } }
        #expect(causes.map(\.place) == ["Redis -> n2"])
        #expect(causes.map(\.evidence) == [.witness])
    }

    @Test func whatDidNotPassTheLinkToRedisWasNeverSent() {
        let causes = Self.causes { $0.send(2) { $0.isWritten = false } }
        #expect(Set(causes.map(\.hop)) == [.sendingNode])
        #expect(Set(causes.map(\.evidence)) == [.witness])
    }

    @Test func whatPassedTheLinkToRedisAndWasNotCarriedWasLostBetween() {
        let causes = Self.causes(witness: true) { script in
            script.send(2) { way in
                way.isCarried = false
                way.received = [1: 0, 2: 0]
            }
        }
        #expect(Set(causes.map(\.hop)) == [.nodeToRedis])
        #expect(Set(causes.map(\.evidence)) == [.witness])
    }

    @Test func copiesArePutWhereTheyFirstShow() {
        let sent = Self.causes { script in
            script.send(1) { way in
                way.sentOut = 2
                way.tapped = [1: 2, 2: 2]
                way.handed = [1: 2, 2: 2]
            }
        }
        #expect(Set(sent.map(\.hop)) == [.sendingNode])
        let received = Self.causes { script in
            script.send(1) { way in
                way.tapped = [2: 2]
                way.handed = [2: 2]
            }
        }
        #expect(received.map(\.place) == ["Redis -> n2"])
        #expect(Set((sent + received).map(\.evidence)) == [.witness])
    }

    /// Without the whole record of the links, or before they were there, their silence says nothing.
    @Test func whatIsNotOnRecordProvesNothing() {
        var script = Self.script { $0.send(2) { $0.isWritten = false } }
        script.send(sentinel: true)
        script.answer()
        let verdict = Checker.check(script.manifest, script.sources.filter { $0.name != "links.history" })
        #expect(!verdict.causes.isEmpty)
        #expect(verdict.causes.allSatisfy { $0.evidence == .shape })
        #expect(verdict.guards.map(\.kind).contains(.historyIncomplete))
    }

    @Test func theStoryOfAMessageTellsOfTheLinks() throws {
        var script = Self.script { _ in }
        script.send(sentinel: true)
        script.answer()
        let collector = FindingCollector(.message(PublisherID(1), 2))
        let verdict = Checker.check(script.manifest, script.sources, collector: collector)
        var pass = MessageStoryPass(of: PublisherID(1), 2, in: script.manifest)
        pass.read(script.sources)
        let story = try #require(pass.story(collector, in: verdict))
        let texts = story.steps.map(\.text)
        #expect(texts.contains("it passed the link of n1 to Redis"))
        #expect(texts.contains("it passed the link from Redis to n2"))
    }
}
