@testable import Stream
import StreamModel
import Testing

/// What the machine asks of one server, without any network: each pipeline is answered by the model of a server.
@Suite struct ParticipantTests {
    @Test func aTrimThatDoesNotGoAllTheWayGoesOn() {
        var bench = Bench(limits: LogLimits(trimEntriesMax: 10))
        bench.fill(95)
        bench.participant.trim(upTo: 90)
        bench.work()
        #expect(bench.dataset.meta.floor == 90)
    }

    @Test func aTrimThatALeaseStopsWaitsForTheNext() {
        var bench = Bench(limits: LogLimits(trimEntriesMax: 10))
        bench.fill(95)
        bench.participant.lease(42)
        bench.work()
        bench.participant.trim(upTo: 90)
        bench.work()
        #expect(bench.dataset.meta.floor == 42)
        // Five that brought something, and perhaps one that did not.
        let trims = bench.sent.count { if case .trim = $0 { true } else { false } }
        #expect((5...6).contains(trims))
    }

    @Test func aNodeThatStartsWithoutReplicasBeginsAtTheEnd() {
        var bench = Bench()
        bench.fill(50)
        let before = bench.delivered.count
        bench.participant = Bench.fresh()
        bench.start()
        #expect(bench.participant.delivered?.index == 50)
        #expect(bench.delivered.count == before)
    }

    @Test func indexesOfALogThatIsGoneAreNotUsedInTheNext() {
        var bench = Bench()
        bench.fill(50)
        bench.participant.connectionLost()
        bench.participant.lease(40)
        bench.participant.trim(upTo: 40)
        bench.dataset = Dataset()
        bench.work()
        #expect(bench.begunAnew == 1)
        #expect(bench.sent.suffix(4).allSatisfy { if case .lease = $0 { false } else { true } })
        #expect(bench.sent.allSatisfy { if case .trim = $0 { false } else { true } })
    }

    @Test func whatReadsFailIsNotTakenForTrimmed() {
        var bench = Bench()
        bench.fill(20)
        bench.fails = { if case .meta = $0 { true } else { false } }
        bench.participant.fetch(7, from: 5)
        bench.work()
        #expect(bench.fetchesFailed == [7])
        bench.fails = { _ in false }
        bench.participant.tick()
        bench.participant.fetch(8, from: 5)
        bench.work()
        #expect(bench.fetched.map(\.first?.index) == [5])
    }

    @Test func manySessionsAreOpenedInSeveralPipelines() {
        var bench = Bench()
        bench.fill(1)
        for ticket in 1...1_500 as ClosedRange<UInt64> { bench.participant.openSession(ticket) }
        bench.work()
        #expect(bench.opened.count == 1_501)
        #expect(bench.commandsMax < 600)
    }

    @Test func readsOfLargeEntriesBecomeSmall() {
        var bench = Bench(readBytesMax: 10_000)
        bench.fill(400, payload: Array(repeating: 1, count: 1_000))
        bench.participant.fetch(7, from: 1)
        bench.work()
        for ticket in 8...30 as ClosedRange<UInt64> {
            bench.participant.fetch(ticket, from: 1)
            bench.work()
        }
        #expect((2...11).contains(bench.fetched.last?.count ?? 0))
    }
}

@Suite struct ReadSizeTests {
    @Test func aReadThatIsFullAndSmallGrowsSlowlyToTheMost() {
        var size = ReadSize(countMax: 256, bytesMax: 1_000)
        #expect(size.count == 64)
        size.took(byteCount: 100, isFull: true)
        #expect(size.count == 80)
        for _ in 0..<20 { size.took(byteCount: 100, isFull: true) }
        #expect(size.count == 256)
    }

    @Test func whatBringsLittleSaysNothing() {
        var size = ReadSize(countMax: 256, bytesMax: 1_000)
        size.took(byteCount: 900, isFull: true)
        size.took(byteCount: 10, isFull: false)
        #expect(size.count == 64)
    }

    @Test func tooMuchOrALostConnectionHalvesDownToOne() {
        var size = ReadSize(countMax: 16, bytesMax: 1_000)
        size.lost()
        #expect(size.count == 2)
        size.took(byteCount: 1_001, isFull: false)
        #expect(size.count == 1)
        size.lost()
        #expect(size.count == 1 && size.isReduced)
        size.took(byteCount: 10, isFull: true)
        #expect(size.count == 2 && !size.isReduced)
    }
}

/// A participant without replicas, and its server.
private struct Bench {
    var participant: Participant
    var dataset = Dataset()
    /// Commands that the server answers with an error.
    var fails: (LogCommand) -> Bool = { _ in false }
    private(set) var sent: [LogCommand] = []
    private(set) var commandsMax = 0
    private(set) var delivered: [Entry] = []
    private(set) var opened: [PublisherSession] = []
    private(set) var fetched: [[Entry]] = []
    private(set) var fetchesFailed: [UInt64] = []
    private(set) var begunAnew = 0
    private let limits: LogLimits

    private static let address = ServerAddress(host: "s", port: 1)

    static func fresh(readBytesMax: Int = 4 << 20) -> Participant {
        Participant(ParticipantSettings(node: "n1", servers: [address], readBytesMax: readBytesMax), seed: 7)
    }

    init(limits: LogLimits = LogLimits(), readBytesMax: Int = 4 << 20) {
        self.limits = limits
        participant = Self.fresh(readBytesMax: readBytesMax)
        start()
    }

    mutating func start() {
        participant.start()
        work()
    }

    /// Appends so many entries.
    mutating func fill(_ count: UInt64, payload: [UInt8] = [1]) {
        participant.openSession(0)
        work()
        guard let session = opened.last else { return }
        for sequence in 1...count {
            let content = EntryContent.message(Target(["all"]), payload: payload)
            participant.append(sequence, AppendRequest(session: session, sequence: sequence, content: content))
        }
        work()
    }

    /// Until nothing is left to do without the passing of time, but for three ticks.
    mutating func work() {
        var rests = 0
        while true {
            let effects = participant.takeEffects()
            if effects.isEmpty {
                rests += 1
                if rests > 3 { return }
                participant.tick()
            }
            for effect in effects { perform(effect) }
        }
    }

    private mutating func perform(_ effect: ParticipantEffect) {
        switch effect {
        case .locate: participant.located(Self.address)
        case .connect: participant.connected()
        case .send(let pipeline, let commands):
            commandsMax = max(commandsMax, commands.count)
            sent += commands
            let replies = commands.map { command -> LogReply in
                fails(command) ? .failed("ERR no") : dataset.run(command, now: 1_000, limits: limits).reply
            }
            participant.answered(pipeline, replies)
        case .opened(_, let session): opened.append(session)
        case .deliver(let entries): delivered += entries
        case .fetched(_, let entries, _): fetched.append(entries)
        case .fetchFailed(let ticket): fetchesFailed.append(ticket)
        case .startedAnew: begunAnew += 1
        case .disconnect, .resolved, .proved, .leased, .overran, .adopted, .trouble: break
        }
    }
}
