import Core
import Stream
import Testing

/// One publisher against a log in memory, and everything that can come between them. The model has data servers and nodes
/// besides; here it is the answers alone.
@Suite struct PublisherTroubleTests {
    /// A log of one session after another, as the append script keeps it.
    private struct Log {
        struct Line: Hashable {
            var session: UInt64
            var message: UInt64
        }

        var last: [PublisherSession: UInt64] = [:]
        var lines: [Line] = []
        private var nextNumber: UInt64 = 1

        mutating func open() -> PublisherSession {
            let session = PublisherSession(number: nextNumber, salt: nextNumber &* 77)
            nextNumber += 1
            last[session] = 0
            return session
        }

        mutating func append(_ request: AppendRequest) -> AppendAnswer {
            guard let end = last[request.session] else { return .unknownSession(isDefinite: true) }
            if request.sequence <= end { return .acknowledged(nil) }
            guard request.sequence == end + 1 else { return .gap }
            guard case .message(_, let payload) = request.content else { return .busy }
            last[request.session] = request.sequence
            lines.append(Line(session: request.session.number, message: UInt64(payload[0]) << 8 | UInt64(payload[1])))
            return .acknowledged(UInt64(lines.count))
        }
    }

    private enum Request {
        case open
        case append(UInt64, AppendRequest)
    }

    private enum Reply {
        case opened(PublisherSession)
        case appended(UInt64, AppendAnswer)
    }

    /// Publisher, cable and log.
    private struct Bench {
        var publisher = Publisher(windowMax: 8)
        var log = Log()
        var requests: [Request] = []
        var replies: [Reply] = []
        var acknowledged: [UInt64] = []
        var unknown: [UInt64] = []
        var isConnected = false

        mutating func drain() {
            for effect in publisher.takeEffects() {
                switch effect {
                case .open: requests.append(.open)
                case .send(let ticket, let request): requests.append(.append(ticket, request))
                case .acknowledged(let message, _): acknowledged.append(message)
                case .unknown(let message, _): unknown.append(message)
                }
            }
        }

        mutating func publish(_ message: UInt64) {
            let payload = [UInt8(message >> 8), UInt8(message & 255)]
            publisher.publish(message, .message(Target(["0"]), payload: payload))
            drain()
        }

        mutating func connect() {
            isConnected = true
            publisher.connected()
            drain()
        }

        mutating func lose() {
            isConnected = false
            requests.removeAll()
            replies.removeAll()
            publisher.connectionLost()
            drain()
        }

        /// The next request reaches the log; `refusal` is what the node says instead of asking it.
        mutating func serve(refusal: AppendAnswer? = nil) {
            guard !requests.isEmpty else { return }
            switch requests.removeFirst() {
            case .open: replies.append(.opened(log.open()))
            case .append(let ticket, let request):
                replies.append(.appended(ticket, refusal ?? log.append(request)))
            }
        }

        mutating func answer(isLost: Bool = false) {
            guard !replies.isEmpty else { return }
            switch replies.removeFirst() {
            case .opened(let session): isLost ? publisher.openFailed() : publisher.opened(session)
            case .appended(let ticket, let answer):
                isLost ? publisher.failed(ticket) : publisher.answered(ticket, answer)
            }
            drain()
        }

        mutating func tick() {
            publisher.tick()
            drain()
        }

        /// No more trouble.
        mutating func settle() {
            for _ in 0..<200 where publisher.openCount > 0 {
                if !isConnected { connect() }
                for _ in 0..<20 { serve() }
                for _ in 0..<20 { answer() }
                tick()
            }
        }
    }

    @Test func everyMessageStandsInTheLogOnceAndInOrderThroughEverything() {
        var faults = 0
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bench = Bench()
            var next: UInt64 = 0
            for _ in 0..<300 {
                switch random.next() % 24 {
                case 0..<6 where next < 60:
                    bench.publish(next)
                    next += 1
                case 6..<12: bench.serve()
                case 12..<17: bench.answer()
                case 17: bench.connect()
                case 18: bench.lose()
                case 19: bench.answer(isLost: true)
                case 20: bench.serve(refusal: .busy)
                case 21: bench.serve(refusal: .full(isDefinite: random.next() % 2 == 0))
                case 22: bench.tick()
                // The answer is lost, and what it answered took place.
                case 23:
                    faults += 1
                    bench.serve()
                    bench.answer(isLost: true)
                default: bench.tick()
                }
            }
            bench.settle()
            let messages = bench.log.lines.map(\.message)
            #expect(messages == Array(0..<next), "seed \(seed)")
            #expect(Set(bench.log.lines.map(\.session)).count <= 1, "seed \(seed)")
            #expect(bench.acknowledged.sorted() == Array(0..<next), "seed \(seed)")
            #expect(bench.unknown == [], "seed \(seed)")
        }
        #expect(faults > 1_000)
    }

    @Test func aLostSessionNeverMakesTwoOfOne() {
        var unknown = 0
        for seed in 1_000..<1_400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bench = Bench()
            var next: UInt64 = 0
            for _ in 0..<300 {
                switch random.next() % 20 {
                case 0..<5 where next < 60:
                    bench.publish(next)
                    next += 1
                case 5..<10: bench.serve()
                case 10..<15: bench.answer()
                case 15: bench.connect()
                case 16: bench.lose()
                case 17: bench.answer(isLost: true)
                // Sessions run out.
                case 18: bench.log.last.removeAll()
                default: bench.tick()
                }
            }
            bench.settle()
            let messages = bench.log.lines.map(\.message)
            #expect(Set(messages).count == messages.count, "seed \(seed)")
            #expect(Set(bench.acknowledged).isSubset(of: messages), "seed \(seed)")
            #expect(Set(bench.acknowledged).isDisjoint(with: bench.unknown), "seed \(seed)")
            #expect(bench.acknowledged.count + bench.unknown.count == Int(next), "seed \(seed)")
            let order = messages.filter { Set(bench.acknowledged).contains($0) }
            #expect(order == order.sorted(), "seed \(seed)")
            unknown += bench.unknown.count
        }
        #expect(unknown > 50)
    }

    /// An old copy of the data was put back: what was acknowledged is missing, and every attempt would be a gap for ever.
    @Test func aSessionWhoseAcknowledgedMessagesAreGoneIsLeft() {
        var bench = Bench()
        bench.connect()
        for message in 0..<3 as Range<UInt64> { bench.publish(message) }
        bench.settle()
        #expect(bench.acknowledged == [0, 1, 2])
        for session in bench.log.last.keys { bench.log.last[session] = 1 }
        bench.publish(3)
        bench.publish(4)
        bench.settle()
        #expect(bench.acknowledged == [0, 1, 2, 3, 4])
        #expect(bench.log.last.count == 2)
    }

    @Test func aRefusalIsTriedAgainOnlyAfterAPause() {
        var bench = Bench()
        bench.connect()
        bench.publish(0)
        bench.serve()
        bench.answer(isLost: true)
        #expect(bench.publisher.isHeld)
        #expect(bench.requests.isEmpty)
        bench.tick()
        #expect(bench.requests.count == 1)
        bench.serve()
        bench.answer()
        bench.serve(refusal: .busy)
        bench.answer()
        #expect(bench.publisher.isHeld)
        #expect(bench.requests.isEmpty)
        bench.tick()
        bench.settle()
        #expect(bench.acknowledged == [0])
    }

    @Test func whatIsGivenUpIsToldApartByWhetherItCanHaveHadAnEffect() {
        var bench = Bench()
        bench.connect()
        bench.publish(0)
        bench.serve()
        bench.answer()
        bench.publish(1)
        #expect(bench.requests.count == 2)
        bench.serve()
        bench.serve(refusal: .busy)
        bench.answer()
        bench.answer()
        bench.publish(2)
        bench.publish(3)
        // 1 was not attempted, 2 and 3 were never sent.
        let open = bench.publisher.giveUp()
        #expect(bench.acknowledged == [0])
        #expect(open.map(\.message) == [1, 2, 3])
        #expect(open.map(\.mayHaveEffect) == [false, false, false])
        bench.lose()
        bench.connect()
        bench.publish(4)
        bench.serve()
        bench.answer()
        #expect(bench.publisher.giveUp().map(\.mayHaveEffect) == [true])
        // The session is left, for something may still come in it.
        bench.publish(5)
        bench.settle()
        #expect(bench.log.last.count >= 2)
        #expect(bench.log.lines.last?.session == UInt64(bench.log.last.count))
    }

    @Test func onlyAWindowOfMessagesIsUnderWay() {
        var bench = Bench()
        bench.connect()
        for message in 0..<20 as Range<UInt64> { bench.publish(message) }
        bench.serve()
        bench.answer()
        #expect(bench.requests.count == 8)
        bench.serve()
        bench.answer()
        #expect(bench.requests.count == 8)
        bench.settle()
        #expect(bench.acknowledged == Array(0..<20))
    }
}
