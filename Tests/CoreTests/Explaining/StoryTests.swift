import Core
import Testing

/// What is told of one message and of one client.
@Suite struct StoryTests {
    private func script() -> WayScript {
        var script = WayScript()
        script.send(3)
        script.beginRestart()
        script.send(2) { $0.received = [2: 0] }
        script.backplane(2, isSubscribed: true)
        script.endRestart()
        script.send(3)
        script.send(1) { $0.handed = [2: 0] }
        script.send(sentinel: true)
        script.answer()
        return script
    }

    @Test func aMessageIsToldHopByHop() throws {
        let script = script()
        let collector = FindingCollector(.message(PublisherID(1), 4))
        let verdict = Checker.check(script.manifest, script.sources, collector: collector)
        var pass = MessageStoryPass(of: PublisherID(1), 4, in: script.manifest)
        pass.read(script.sources)
        let story = try #require(pass.story(collector, in: verdict))
        #expect(story.outcome == "acknowledged")
        #expect(story.audience == .all)
        #expect(
            story.steps.dropLast().map(\.text).map { $0.split(separator: ",")[0] } == [
                "sent by p1 (c1)", "n1 accepted it", "n1 wrote it to Redis as id 4", "acknowledged to p1",
                "n1 received it with id 4", "n1 handed it to 3 clients", "seen by 3 clients",
            ]
        )
        let last = try #require(story.steps.last)
        #expect(last.time == nil)
        #expect(last.text.hasPrefix("n2 never received it: its subscription was down from 0."))
        #expect(last.text.hasSuffix(", inside fault 1 (redis.restart)"))
        #expect(story.seenBy.map(\.number) == [1, 3, 5])
        #expect(story.findings.map(\.finding.client.number) == [2, 4, 6])
        #expect(Set(story.findings.map(\.place)) == ["Redis -> n2"])
        #expect(Set(story.findings.map(\.cause)) == [1])
    }

    @Test func aMessageThatNobodyKnowsHasNoStory() {
        let script = script()
        let collector = FindingCollector(.message(PublisherID(1), 99))
        let verdict = Checker.check(script.manifest, script.sources, collector: collector)
        var pass = MessageStoryPass(of: PublisherID(1), 99, in: script.manifest)
        pass.read(script.sources)
        #expect(pass.story(collector, in: verdict) == nil)
        #expect(pass.highestSequence == 10)
    }

    @Test func aClientIsToldWithAllThatItMissed() throws {
        let script = script()
        let collector = FindingCollector(.client(ClientID(4)))
        let verdict = Checker.check(script.manifest, script.sources, collector: collector)
        var pass = ClientStoryPass(of: ClientID(4), in: script.manifest)
        pass.read(script.sources)
        let story = try #require(pass.story(collector, in: verdict))
        #expect(story.steps.map(\.text) == ["connected to n2, a new life", "answered at the end"])
        #expect(story.groups.map(\.messages) == ["p1/4-5", "p1/9"])
        #expect(story.groups.map(\.place) == ["Redis -> n2", "n2"])
        #expect(story.groups.map(\.count) == [2, 1])
    }
}
