import Stream
import Testing

/// What becomes of the messages of a publisher whose session is not as it left it.
@Suite struct PublisherTests {
    private static func content(_ text: String) -> EntryContent { .message(Target(["a"]), payload: Array(text.utf8)) }

    /// The sequences and tickets of what is sent, and what else is wanted.
    private struct Bench {
        var publisher = Publisher()
        var sent: [(ticket: UInt64, request: AppendRequest)] = []
        var others: [PublisherEffect] = []

        mutating func settle() {
            (sent, others) = ([], [])
            for effect in publisher.takeEffects() {
                if case .send(let ticket, let request) = effect {
                    sent.append((ticket, request))
                } else {
                    others.append(effect)
                }
            }
        }

        /// With two messages acknowledged, in session 1.
        init() {
            publisher.connected()
            for message in UInt64(1)...2 { publisher.publish(message, PublisherTests.content("\(message)")) }
            publisher.opened(PublisherSession(number: 1, salt: 5))
            settle()
            for one in sent { publisher.answered(one.ticket, .acknowledged(nil)) }
            settle()
        }
    }

    @Test func aSessionThatIsOlderThanWhatWasAcknowledgedIsLeft() throws {
        var bench = Bench()
        for message in UInt64(3)...4 { bench.publisher.publish(message, Self.content("\(message)")) }
        bench.settle()
        #expect(bench.sent.map(\.request.sequence) == [3, 4])
        for one in bench.sent { bench.publisher.answered(one.ticket, .gap) }
        bench.settle()
        // No attempt had an effect, so both go into another session, in order.
        #expect(bench.others == [.open] && bench.sent.isEmpty)
        bench.publisher.opened(PublisherSession(number: 2, salt: 6))
        bench.settle()
        #expect(bench.sent.map(\.request.session.number) == [2, 2])
        #expect(bench.sent.map(\.request.sequence) == [1, 2])
        #expect(bench.sent.map(\.request.content) == [Self.content("3"), Self.content("4")])
    }

    @Test func whatMayHaveHadAnEffectThereIsUnknown() {
        var bench = Bench()
        bench.publisher.publish(3, Self.content("3"))
        bench.publisher.connectionLost()
        bench.publisher.connected()
        bench.settle()
        let last = bench.sent.map(\.ticket).max() ?? 0
        bench.publisher.answered(last, .gap)
        bench.settle()
        #expect(bench.others == [.unknown(message: 3, Self.content("3"))])
        #expect(bench.publisher.openCount == 0)
    }

    @Test func aGapBehindOneThatIsMissingIsFilled() {
        var bench = Bench()
        for message in UInt64(3)...4 { bench.publisher.publish(message, Self.content("\(message)")) }
        bench.settle()
        let tickets = bench.sent.map(\.ticket)
        bench.publisher.answered(tickets[1], .gap)
        bench.settle()
        #expect(bench.others.isEmpty)
        #expect(bench.sent.map(\.request.sequence) == [3, 4])
        #expect(bench.sent.allSatisfy { $0.request.session.number == 1 })
    }

    @Test func aGapOfAnAttemptFromBeforeTheAcknowledgementIsNone() {
        var bench = Bench()
        for message in UInt64(3)...4 { bench.publisher.publish(message, Self.content("\(message)")) }
        bench.settle()
        let tickets = bench.sent.map(\.ticket)
        bench.publisher.answered(tickets[0], .acknowledged(nil))
        bench.publisher.answered(tickets[1], .gap)
        bench.settle()
        #expect(bench.others == [.acknowledged(message: 3, nil)])
        #expect(bench.sent.map(\.request.sequence) == [4])
    }
}
