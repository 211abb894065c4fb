package import Core
import FoundationEssentials
import Runtime

/// Makes `report.html` of a run folder: reads the histories once, and draws.
package struct ReportWriter {
    private let folder: RunFolder

    package init(folder: RunFolder) {
        self.folder = folder
    }

    /// Writes the report of a run. `grid` holds its findings, where somebody gathered them while judging.
    package func write(_ run: RunReport, manifest: RunManifest?, grid: FindingGrid?) throws(HarnessError) {
        let input = input(run, manifest: manifest, grid: grid)
        guard let text = ReportTemplates.render(ReportPage(input)) else {
            throw HarnessError(.bug, "a template of the report cannot be read", remedy: "please report it")
        }
        try folder.write(Data(text.utf8), to: folder.report)
    }

    private func input(_ run: RunReport, manifest: RunManifest?, grid: FindingGrid?) -> ReportInput {
        guard let manifest, let verdict = run.verdict else { return ReportInput(run: run, manifest: manifest) }
        let sources = manifest.histories.map { HistoryFile(name: $0, in: folder.path) }
        let clients = manifest.clients.map(\.client.number).max() ?? 0
        var timeline = TimelinePass(begin: begin(verdict, sources), clients: clients)
        var journeys = JourneyPass(ReportInput.requests(of: verdict))
        // Times of different clocks have no common picture.
        let isComparable = !verdict.guards.contains { $0.kind == .clocksDiffer }
        if isComparable {
            for source in sources {
                _ = source.read(of: manifest.run) { bytes in
                    timeline.take(bytes)
                    journeys.take(bytes)
                }
            }
        }
        return ReportInput(
            run: run,
            manifest: manifest,
            timeline: isComparable ? timeline.timeline() : nil,
            journeys: isComparable ? journeys.found() : [],
            grid: isComparable ? grid : nil
        )
    }

    /// When the first connection could be made; at the latest when traffic began.
    private func begin(_ verdict: Verdict, _ sources: [HistoryFile]) -> UInt64 {
        let own = verdict.histories.filter { $0.role == .orchestrator }.map(\.name)
        var begin = verdict.origin
        for source in sources where own.contains(source.name) {
            _ = source.forEach { record in
                guard record.kind == .phase, record.subject == RunPhase.connecting.rawValue else { return }
                begin = min(begin, record.time)
            }
        }
        return begin
    }
}
