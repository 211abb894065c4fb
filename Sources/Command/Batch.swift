import Core
import Orchestrator
import Runtime

/// Runs the requests of a command line one after the other, and says how it goes.
struct Batch: Sendable {
    let requests: [RunRequest]
    let console: Console
    /// End with the table of verdicts.
    var showsTable = true

    /// Ctrl-C, SIGTERM and SIGHUP end the run that is going on, and what it left is still judged and reported; a second
    /// one changes nothing.
    func run() async -> BatchReport {
        // Before anything runs: there is no moment at which a signal would end us without a report.
        let signals = Signals.termination()
        return await withTaskGroup(of: BatchReport?.self) { group in
            group.addTask { await runAll() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            var first = await group.next() ?? nil
            group.cancelAll()
            while first == nil, let next = await group.next() { first = next }
            let report = first ?? BatchReport(runs: [], wasInterrupted: true)
            if showsTable {
                console.detail("")
                console.line(VerdictTable(report.runs).text(columns: console.columns))
            }
            return report
        }
    }

    private func runAll() async -> BatchReport {
        var runs: [RunReport] = []
        for (index, request) in requests.enumerated() {
            let report = await runOne(request, number: index + 1)
            runs.append(report)
            if Task.isCancelled { break }
        }
        return BatchReport(runs: runs, wasInterrupted: Task.isCancelled)
    }

    private func runOne(_ request: RunRequest, number: Int) async -> RunReport {
        let place = requests.count > 1 ? "[\(number)/\(requests.count)] " : ""
        let backplane = request.scenario.nodes.backplane.rawValue
        console.detail("\(place)\(request.title): backplane \(backplane), seed \(request.seed)")
        let run = ScenarioRun(request, events: RunEvents { event in narrate(event, request) })
        let report = await console.watching(request.title, run.board) { await run.run() }
        console.detail(RunText(report).text)
        return report
    }

    /// The plain lines: faults and what a person should know. Phases are on the live line, and in a pipe not worth a line.
    private func narrate(_ event: RunEvents.Event, _ request: RunRequest) {
        switch event {
        case .phase: break
        case .note(let text): console.detail("  \(text)")
        case .fault(let occurrence, let stage):
            let fault = occurrence.kind
            let times = occurrence.repetition > 1 ? " (time \(occurrence.repetition))" : ""
            let what = "  fault \(occurrence.fault)\(times) \(fault.verb) on \(fault.target): "
            switch stage {
            case .began: return
            case .observed: console.detail(what + "took effect")
            case .healed: console.detail(what + "healed")
            case .failed(let reason): console.detail(what + "FAILED, \(reason)")
            }
        }
    }
}
