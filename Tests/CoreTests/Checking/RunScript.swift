import Core

/// A run told line by line, for tests of one rule each: clients c1, c2 ... in one history, publishers p1, p2 ... carried by
/// c1 unless said otherwise. Each line takes one microsecond.
struct RunScript {
    var manifest: RunManifest
    var records: [HistoryRecord] = []
    private(set) var orchestrator: [HistoryRecord] = []
    private var time: UInt64 = 1_000_000

    static let everyone: AudienceNumber = 0
    static let red: AudienceNumber = 1
    static let ann: AudienceNumber = 2

    /// c1 is ann, the others are nobody.
    init(clients: Int = 2, publishers: Int = 1, expecting expectation: Core.Expectation = Core.Expectation()) {
        manifest = RunManifest(
            run: RunID(0xAB),
            seed: 1,
            scenario: "script",
            backplane: .pubsub,
            nodes: [NodeID(1)],
            clients: (1...clients).map { ManifestClient(client: ClientID(UInt32($0)), user: $0 == 1 ? "ann" : nil) },
            audiences: [.all, .group("red"), .user("ann")],
            publishers: (1...publishers).map {
                ManifestPublisher(publisher: PublisherID(UInt32($0)), client: ClientID(1))
            },
            faults: [],
            expectation: expectation,
            histories: ["clients", "orchestrator"]
        )
    }

    /// The time of the next line.
    var now: UInt64 { time + 1_000 }

    /// Nothing happens for so many microseconds.
    mutating func pass(_ microseconds: UInt64) { time += microseconds * 1_000 }

    mutating func add(_ kind: HistoryKind, _ subject: UInt32, _ change: (inout HistoryRecord) -> Void = { _ in }) {
        time += 1_000
        var record = HistoryRecord(kind, subject: subject, time: time)
        change(&record)
        if kind.rawValue >= 64 { orchestrator.append(record) } else { records.append(record) }
    }

    mutating func connect(_ client: UInt32, _ start: ConnectionStart = .fresh, node: UInt16 = 1) {
        add(.connected, client) {
            $0.flags = start.rawValue
            $0.detail = node
        }
    }

    private func carrier(of publisher: UInt32) -> UInt32 {
        manifest.publishers.first { $0.publisher.number == publisher }?.client.number ?? 1
    }

    /// Publisher `publisher` rides on `client` from the beginning.
    mutating func carry(_ publisher: UInt32, on client: UInt32) {
        manifest.publishers[Int(publisher) - 1].client = ClientID(client)
    }

    /// Steps of fault 1.
    mutating func fault(_ kinds: HistoryKind...) {
        if manifest.faults.isEmpty {
            manifest.faults = [ManifestFault(number: 1, name: "redis.freeze", target: "redis")]
        }
        for kind in kinds { add(kind, 1) { $0.detail = 1 } }
    }

    /// Lets time pass.
    mutating func wait(milliseconds: UInt64) {
        time += milliseconds * 1_000_000
    }

    mutating func connectAll() {
        for client in manifest.clients { connect(client.client.number) }
    }

    mutating func invoke(
        _ sequence: UInt32,
        by publisher: UInt32 = 1,
        to audience: AudienceNumber = everyone,
        sentinel: Bool = false
    ) {
        add(.publishInvoked, carrier(of: publisher)) {
            $0.publisher = publisher
            $0.sequence = sequence
            $0.extra = UInt64(audience)
            $0.detail = 1
            $0.flags = sentinel ? PublishFlags.sentinel.rawValue : 0
        }
    }

    mutating func end(_ sequence: UInt32, by publisher: UInt32 = 1, _ outcome: Outcome = .ok) {
        add(.publishEnded, carrier(of: publisher)) {
            $0.publisher = publisher
            $0.sequence = sequence
            $0.flags = outcome.rawValue
            $0.detail = 1
        }
    }

    mutating func publish(
        _ sequences: ClosedRange<UInt32>,
        by publisher: UInt32 = 1,
        to audience: AudienceNumber = everyone,
        _ outcome: Outcome = .ok
    ) {
        for sequence in sequences {
            invoke(sequence, by: publisher, to: audience)
            end(sequence, by: publisher, outcome)
        }
    }

    mutating func deliver(_ sequences: UInt32..., of publisher: UInt32 = 1, to client: UInt32) {
        for sequence in sequences {
            add(.delivered, client) {
                $0.publisher = publisher
                $0.sequence = sequence
            }
        }
    }

    mutating func deliver(all sequences: ClosedRange<UInt32>, of publisher: UInt32 = 1, to client: UInt32) {
        for sequence in sequences { deliver(sequence, of: publisher, to: client) }
    }

    mutating func group(_ kind: HistoryKind, _ client: UInt32, _ outcome: Outcome = .ok) {
        add(kind, client) {
            $0.detail = Self.red
            $0.flags = outcome.rawValue
        }
    }

    /// A sentinel to everyone, acknowledged, seen by these clients, and the proof of life of those.
    mutating func finish(
        _ sequence: UInt32,
        by publisher: UInt32 = 1,
        to audience: AudienceNumber = everyone,
        seenBy seers: [UInt32],
        alive: [UInt32]
    ) {
        invoke(sequence, by: publisher, to: audience, sentinel: true)
        end(sequence, by: publisher)
        for client in seers { deliver(sequence, of: publisher, to: client) }
        for client in alive { add(.alive, client) }
    }

    func header(_ role: HistoryRole = .client, run: RunID? = nil, clock: UInt64 = 7) -> HistoryHeader {
        HistoryHeader(role: role, process: 1, run: run ?? manifest.run, clockDomain: clock, openedAt: 1)
    }

    /// The histories as they would be left behind.
    var sources: [HistoryBytes] {
        [
            HistoryBytes(name: "clients", header: header(), records: records),
            HistoryBytes(name: "orchestrator", header: header(.orchestrator), records: orchestrator),
        ]
    }

    func verdict(strict: Bool = false) -> Verdict { Checker.check(manifest, sources, strict: strict) }

    /// Two clients that got ten messages and the sentinel, with nothing wrong.
    static func whole(expecting expectation: Core.Expectation = Core.Expectation()) -> RunScript {
        var script = RunScript(expecting: expectation)
        script.connectAll()
        script.publish(1...10)
        script.deliver(all: 1...10, to: 1)
        script.deliver(all: 1...10, to: 2)
        script.finish(11, seenBy: [1, 2], alive: [1, 2])
        return script
    }
}

extension Verdict {
    /// What was found, without the classes that were not.
    var shown: [ViolationClass: Int] {
        Dictionary(uniqueKeysWithValues: classes.filter { $0.count > 0 }.map { ($0.violation, $0.count) })
    }

    var guardKinds: [GuardKind] { guards.map(\.kind) }
}
