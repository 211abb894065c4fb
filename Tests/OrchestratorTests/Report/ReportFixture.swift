import Core
@testable import Orchestrator

/// A small run with one lost message, as the orchestrator would have it.
struct ReportFixture {
    var manifest: RunManifest
    var run: RunReport
    var records: [HistoryRecord] = []
    var hops: [HistoryRecord] = []
    private var time: UInt64 = 1_000_000_000

    static let origin: UInt64 = 1_000_000_000

    init(clients: Int = 3, expecting expectation: Core.Expectation = Core.Expectation()) {
        manifest = RunManifest(
            run: RunID(0xAB),
            seed: 7,
            scenario: "lesson",
            backplane: .signalr,
            nodes: [NodeID(1), NodeID(2)],
            clients: (1...clients).map { ManifestClient(client: ClientID(UInt32($0))) },
            audiences: [.all],
            publishers: [ManifestPublisher(publisher: PublisherID(1), client: ClientID(1))],
            faults: [],
            expectation: expectation,
            histories: ["clients", "n1"]
        )
        run = RunReport(
            scenario: "lesson",
            variant: nil,
            path: "lesson.yaml",
            backplane: .signalr,
            seed: 7,
            strict: false,
            exitCode: .held,
            reasons: [],
            folder: "runs/lesson/1",
            seconds: 1.5,
            memoryKibibytes: ["n1": 4_096]
        )
        for client in manifest.clients { connect(client.client.number) }
    }

    mutating func add(_ kind: HistoryKind, _ subject: UInt32, _ change: (inout HistoryRecord) -> Void = { _ in }) {
        time += 100_000
        var record = HistoryRecord(kind, subject: subject, time: time)
        change(&record)
        if kind.rawValue >= HistoryKind.accepted.rawValue { hops.append(record) } else { records.append(record) }
    }

    mutating func connect(_ client: UInt32) {
        add(.connected, client) { $0.detail = UInt16(client % 2 + 1) }
    }

    /// One message on its way; `missing` does not get it, and `twice` gets it once more.
    mutating func send(_ sequence: UInt32, missing: UInt32? = nil, twice: UInt32? = nil, isLast: Bool = false) {
        func name(_ record: inout HistoryRecord) {
            record.publisher = 1
            record.sequence = sequence
        }
        add(.publishInvoked, 1) {
            name(&$0)
            $0.detail = 1
            $0.flags = isLast ? PublishFlags.sentinel.rawValue : 0
        }
        let sent = time
        add(.accepted, 2, name)
        add(.written, 2, name)
        for node in 1...2 as ClosedRange<UInt32> where missing.map({ $0 % 2 + 1 != node }) ?? true {
            add(.received, node, name)
        }
        add(.publishEnded, 1) {
            name(&$0)
            $0.detail = 1
        }
        for client in manifest.clients.map(\.client.number) where client != missing {
            for _ in 0..<(client == twice ? 2 : 1) {
                add(.delivered, client) {
                    name(&$0)
                    $0.extra = sent
                }
            }
        }
        if isLast { for client in manifest.clients { add(.alive, client.client.number) } }
    }

    /// The page as it would be written.
    mutating func input() -> ReportInput {
        let grid = FindingGrid(clients: manifest.clients.count)
        let header = HistoryHeader(role: .client, process: 1, run: manifest.run, clockDomain: 1, openedAt: 1)
        let nodeHeader = HistoryHeader(role: .node, process: 1, run: manifest.run, clockDomain: 1, openedAt: 1)
        let sources = [
            HistoryBytes(name: "clients", header: header, records: records),
            HistoryBytes(name: "n1", header: nodeHeader, records: hops),
        ]
        let verdict = Checker.check(manifest, sources, grid: grid)
        run.verdict = verdict
        run.exitCode = verdict.exitCode
        var timeline = TimelinePass(begin: Self.origin, clients: UInt32(manifest.clients.count))
        var journeys = JourneyPass(ReportInput.requests(of: verdict))
        for source in sources {
            _ = source.read(of: nil) { bytes in
                timeline.take(bytes)
                journeys.take(bytes)
            }
        }
        return ReportInput(
            run: run,
            manifest: manifest,
            timeline: timeline.timeline(),
            journeys: journeys.found(),
            grid: grid
        )
    }

    /// Ten messages, of which c2 misses the fifth.
    static func oneLoss() -> ReportFixture {
        var fixture = ReportFixture()
        for sequence in 1...10 as ClosedRange<UInt32> { fixture.send(sequence, missing: sequence == 5 ? 2 : nil) }
        fixture.send(11, isLast: true)
        return fixture
    }

    /// The same without a fault.
    static func whole() -> ReportFixture {
        var fixture = ReportFixture()
        for sequence in 1...10 as ClosedRange<UInt32> { fixture.send(sequence) }
        fixture.send(11, isLast: true)
        return fixture
    }
}
