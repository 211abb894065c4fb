import Core

@testable import Orchestrator

/// Reports of runs that never were.
enum Reports {
    /// Text that every format has trouble with: markup, quotes, line ends, controls, what XML 1.0 cannot hold, directives.
    static let nasty =
        "a<b>&\"c\"'d' ]]> 100% ::error::x, y:z # \\ `code` *b* |p|\r\n\ttab \u{1B}[31m\u{0}\u{7F}\u{85}\u{2028}\u{FFFE}\u{FFFF} ẞ🌍"

    static func report(
        _ outcome: RunOutcome = .held,
        scenario: String = "smoke",
        variant: String? = nil,
        repetition: Int? = nil,
        seed: UInt64 = 7,
        verdict: Verdict? = nil,
        failure: String? = nil,
        reasons: [String] = [],
        path: String = "scenarios/smoke.yaml"
    ) -> RunReport {
        var report = RunReport(
            scenario: scenario,
            variant: variant,
            path: path,
            backplane: .signalr,
            seed: seed,
            strict: false,
            repetition: repetition,
            startedAt: "2026-11-22T18:41:16Z",
            exitCode: code(of: outcome),
            verdict: verdict,
            failure: failure,
            reasons: reasons,
            folder: "/runs/\(scenario)/\(seed)",
            seconds: 1.2345,
            memoryKibibytes: ["n1": 1_024]
        )
        if outcome == .reproduced { report.verdict?.judgedByReproduction = true }
        report.shortfalls = report.shortfalls(in: ScenarioPlaces())
        return report
    }

    /// Violated: c2 lost one message.
    static func violated(scenario: String = "smoke", repetition: Int? = nil, seed: UInt64 = 7) -> RunReport {
        report(.violated, scenario: scenario, repetition: repetition, seed: seed, verdict: losing)
    }

    static func batch(_ runs: RunReport..., notRun: [NotRun] = [], wasInterrupted: Bool = false) -> BatchReport {
        BatchReport(runs: runs, notRun: notRun, wasInterrupted: wasInterrupted)
    }

    static func notRun(_ scenario: String) -> NotRun {
        NotRun(
            RunRequest(
                scenario: Scenario(name: scenario, traffic: []),
                variant: nil,
                source: [],
                path: "scenarios/\(scenario).yaml",
                seed: 1,
                strict: false,
                out: "runs",
                executable: "rollcall"
            )
        )
    }

    private static func code(of outcome: RunOutcome) -> Core.ExitCode {
        switch outcome {
        case .held, .reproduced: .held
        case .violated: .violated
        case .inconclusive: .inconclusive
        case .crashed: .systemFailed
        case .interrupted: .interrupted
        case .environment: .environment
        case .unavailable: .unavailable
        case .bug: .bug
        case .refused: .scenario
        }
    }

    /// One publisher, two clients, three messages and a sentinel; c2 never sees the second.
    static let losing: Verdict = verdict(missing: 2)
    /// The same with nothing wrong.
    static let whole: Verdict = verdict(missing: nil)

    private static func verdict(missing: UInt32?) -> Verdict {
        let manifest = RunManifest(
            run: RunID(1),
            seed: 7,
            scenario: "smoke",
            backplane: .signalr,
            nodes: [NodeID(1)],
            clients: [1, 2].map { ManifestClient(client: ClientID($0), user: nil) },
            audiences: [.all],
            publishers: [ManifestPublisher(publisher: PublisherID(1), client: ClientID(1))],
            faults: [],
            expectation: Core.Expectation(),
            histories: ["clients"]
        )
        var records: [HistoryRecord] = []
        func add(_ kind: HistoryKind, _ subject: UInt32, _ change: (inout HistoryRecord) -> Void = { _ in }) {
            var record = HistoryRecord(kind, subject: subject, time: UInt64(records.count + 1) * 1_000)
            change(&record)
            records.append(record)
        }
        for client: UInt32 in [1, 2] { add(.connected, client) { $0.detail = 1 } }
        for sequence: UInt32 in 1...4 {
            add(.publishInvoked, 1) {
                $0.publisher = 1
                $0.sequence = sequence
                $0.detail = 1
                $0.flags = sequence == 4 ? PublishFlags.sentinel.rawValue : 0
            }
            add(.publishEnded, 1) {
                $0.publisher = 1
                $0.sequence = sequence
                $0.detail = 1
            }
            for client: UInt32 in [1, 2] where client == 1 || sequence != missing {
                add(.delivered, client) {
                    $0.publisher = 1
                    $0.sequence = sequence
                }
            }
        }
        for client: UInt32 in [1, 2] { add(.alive, client) }
        let header = HistoryHeader(role: .client, process: 1, run: manifest.run, clockDomain: 1, openedAt: 1)
        let history = HistoryBytes(name: "clients", header: header, records: records)
        var verdict = Checker.check(manifest, [history], strict: false)
        // As where nothing could be explained: what the writers say then is theirs.
        verdict.causes = []
        return verdict
    }
}
