import NIOCore
import Redis
import Testing

@Suite struct RedisPipelineTests {
    private static func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    private static func answer(_ pipeline: inout RedisPipeline<String>) -> String {
        switch pipeline.answered() {
        case .to(let name): name
        case .late: "late"
        case .unexpected: "unexpected"
        }
    }

    @Test func repliesGoToTheCommandsInTheirOrder() {
        var pipeline = RedisPipeline<String>(commandsMax: 10)
        for name in ["a", "b", "c"] { pipeline.issued(name, deadline: Self.at(1)) }
        pipeline.flushed()
        #expect((0..<4).map { _ in Self.answer(&pipeline) } == ["a", "b", "c", "unexpected"])
        #expect(pipeline.count == 0)
    }

    @Test func aReplyToWhatWasNotYetSentIsUnexpected() {
        var pipeline = RedisPipeline<String>(commandsMax: 10)
        pipeline.issued("a", deadline: Self.at(1))
        #expect(Self.answer(&pipeline) == "unexpected")
    }

    @Test func aCommandPastItsDeadlineLeavesAGapForItsReply() {
        var pipeline = RedisPipeline<String>(commandsMax: 10)
        pipeline.issued("slow", deadline: Self.at(5))
        pipeline.issued("quick", deadline: Self.at(2))
        pipeline.issued("other", deadline: Self.at(9))
        pipeline.flushed()
        #expect(pipeline.earliestDeadline == Self.at(2))
        #expect(pipeline.expired(now: Self.at(1)).isEmpty)
        #expect(pipeline.expired(now: Self.at(2)) == ["quick"])
        #expect(pipeline.expired(now: Self.at(2)).isEmpty)
        #expect(pipeline.earliestDeadline == Self.at(5))
        #expect((0..<3).map { _ in Self.answer(&pipeline) } == ["slow", "late", "other"])
        #expect(pipeline.expired(now: Self.at(100)).isEmpty)
        #expect(pipeline.earliestDeadline == .distantFuture)
    }

    @Test func whatWasSentIsUnknownAndWhatWasNotIsDefinite() {
        var pipeline = RedisPipeline<String>(commandsMax: 10)
        for name in ["answered", "expired", "sent"] {
            pipeline.issued(name, deadline: Self.at(name == "expired" ? 1 : 9))
        }
        pipeline.flushed()
        _ = pipeline.answered()
        _ = pipeline.expired(now: Self.at(1))
        pipeline.issued("unsent", deadline: Self.at(9))
        let drained = pipeline.drained()
        #expect(drained.map(\.context) == ["sent", "unsent"])
        #expect(drained.map(\.certainty) == [.unknown, .definite])
        #expect(pipeline.count == 0)
        #expect(Self.answer(&pipeline) == "unexpected")
    }

    @Test func isFullAtItsBound() {
        var pipeline = RedisPipeline<String>(commandsMax: 2)
        pipeline.issued("a", deadline: Self.at(1))
        #expect(!pipeline.isFull)
        pipeline.issued("b", deadline: Self.at(1))
        #expect(pipeline.isFull)
        pipeline.flushed()
        _ = pipeline.answered()
        #expect(!pipeline.isFull)
    }

    @Test func oneMoreThanItsBoundTraps() async {
        await #expect(processExitsWith: .failure) {
            var pipeline = RedisPipeline<String>(commandsMax: 0)
            pipeline.issued("a", deadline: .distantFuture)
        }
    }
}
