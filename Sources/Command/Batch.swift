import Core
import Orchestrator
import Runtime

/// Runs the requests of a command line one after the other, and says how it goes.
struct Batch: Sendable {
    let requests: [RunRequest]
    let console: Console
    /// End with the table of verdicts.
    var showsTable = true
    /// Told after each run what there is so far.
    var progress: @Sendable (BatchReport) -> Void = { _ in }

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
            let report = first ?? BatchReport(requests, wasInterrupted: true)
            if showsTable { BatchText(report, console).show() }
            return report
        }
    }

    private func runAll() async -> BatchReport {
        var runs: [RunReport] = []
        for (index, request) in requests.enumerated() {
            let report = await runOne(request, number: index + 1)
            runs.append(report)
            progress(BatchReport(requests, runs: runs, wasInterrupted: Task.isCancelled))
            if Task.isCancelled { break }
        }
        return BatchReport(requests, runs: runs, wasInterrupted: Task.isCancelled)
    }

    private func runOne(_ request: RunRequest, number: Int) async -> RunReport {
        let place = requests.count > 1 ? "[\(number)/\(requests.count)] " : ""
        let backplane = request.scenario.nodes.backplane.rawValue
        console.detail("\(place)\(request.title): backplane \(backplane), seed \(request.seed)")
        let run = ScenarioRun(request, events: RunEvents { event in narrate(event, request) })
        let report = await console.watching(request.title, run.board) { await run.run() }
        console.detail(Self.painted(RunText(report).text, report, console.paint))
        return report
    }

    /// With the word of the verdict in its colour.
    private static func painted(_ text: String, _ report: RunReport, _ paint: Paint) -> String {
        let word = report.word.uppercased()
        guard let range = text.firstRange(of: word) else { return text }
        return text[..<range.lowerBound] + paint(word, Paint.tone(of: report.outcome)) + text[range.upperBound...]
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
