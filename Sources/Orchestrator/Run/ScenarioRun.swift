package import Core
import FoundationEssentials
import NIOCore
import Runtime
import Synchronization

/// One run from its request to its report. Whatever happens, nothing that it started is left when `run` returns, and what
/// was recorded is judged and written down.
package struct ScenarioRun: Sendable {
    package let request: RunRequest
    package let plan: RunPlan
    /// What is going on, for whoever wants to look.
    package let board: Observed<RunBoard>
    private let events: RunEvents
    private let starvation = StarvationGauge()
    private let resources: ResourceWatch

    package init(_ request: RunRequest, events: RunEvents = RunEvents { _ in }) {
        self.request = request
        self.events = events
        resources = ResourceWatch(isBounded: request.scenario.expect.bounds.leaks != nil)
        let run = RunID(UInt32.random(in: 1 ... .max))
        plan = RunPlan(scenario: request.scenario, seed: request.seed, run: run)
        board = Observed(
            RunBoard(
                nodes: plan.nodes.count,
                absent: plan.nodes.count - plan.startingNodes.count,
                clientProcesses: plan.processes.count
            )
        )
    }

    package func run() async -> RunReport {
        let began = ContinuousClock.now
        var report = RunReport(
            scenario: request.scenario.name,
            variant: request.variant,
            path: request.path,
            backplane: request.scenario.nodes.backplane,
            seed: request.seed,
            strict: request.strict,
            repetition: request.repetition,
            startedAt: Date().formatted(.iso8601),
            reproduces: request.strict ? [] : request.scenario.expect.reproduces,
            reproducedBounds: request.strict ? [] : request.scenario.expect.reproducedBounds,
            knownAs: request.scenario.expect.knownAs,
            exitCode: .held,
            reasons: [],
            folder: "",
            seconds: 0,
            memoryKibibytes: [:]
        )
        do {
            let folder = try RunFolder.create(
                under: request.out,
                scenario: request.scenario.name,
                seed: request.seed,
                now: Date()
            )
            report.folder = folder.path
            try folder.write(Data(SecretMask.masked(source: request.source)), to: folder.scenario)
            let measures = Measures()
            let failure = await perform(in: folder, measures: measures, reasons: &report.reasons)
            report.failure = failure?.description
            measures.fill(&report)
            var manifest = plan.manifest(histories: histories, absent: neverAdded, strict: request.strict)
            manifest.resources = resources.account?.readings
            manifest.unread = resources.account?.unread
            manifest.nodesAtEnd = board.value.nodesAtEnd.map { nodes in
                nodes.map { ManifestNode(node: $0, app: plan.scenario.appName(of: $0)) }
            }
            manifest.expectation.weaken(because: measures.weaknesses)
            let grid = FindingGrid(clients: manifest.clients.count)
            try judge(folder, manifest, failure: failure, grid, &report)
            report.shortfalls = report.shortfalls(in: request.places)
            report.seconds = (ContinuousClock.now - began) / .seconds(1)
            report.draw(in: folder, manifest: manifest, grid: grid)
            try folder.write(report, to: folder.result)
            try folder.write(Data(JUnitDocument(report).text.utf8), to: folder.junit)
            try folder.writeSeal()
        } catch {
            let failure = Self.failure(from: error)
            report.failure = failure.description
            // What was judged before stands: a violation is not hidden by a full disk.
            if report.exitCode != .violated { report.exitCode = failure.code }
            report.shortfalls = report.shortfalls(in: request.places)
        }
        report.seconds = (ContinuousClock.now - began) / .seconds(1)
        return report
    }

    /// Carries the run through; returns why it could not be.
    private func perform(
        in folder: RunFolder,
        measures: Measures,
        reasons: inout [String]
    ) async -> HarnessError? {
        do {
            try DescriptorLimit.raise(toAtLeast: plan.descriptorsNeeded(cores: System.coreCount))
            reasons = try await withSupervisor(executable: request.executable) { [self] supervisor in
                try await conduct(supervisor, folder, measures)
            }
            return nil
        } catch {
            return Self.failure(from: error)
        }
    }

    private func conduct(_ supervisor: Supervisor, _ folder: RunFolder, _ measures: Measures) async throws -> [String] {
        let recorder = try EventRecorder(path: "\(folder.histories)/orchestrator.history", run: plan.run)
        let fleet = Fleet(
            plan: plan,
            folder: folder,
            board: board,
            supervisor: supervisor,
            executable: request.executable
        )
        defer { measures.sample(fleet) }
        let session = RunSession(
            plan: plan,
            fleet: fleet,
            board: board,
            recorder: recorder,
            events: events,
            starvation: starvation,
            resources: resources
        )
        return try await withThrowingTaskGroup(of: [String].self) { group in
            group.addTask {
                await fleet.listen()
                return []
            }
            group.addTask { await measures.watch(fleet, board) }
            group.addTask {
                await starvation.run()
                return []
            }
            do {
                var reasons = try await session.run()
                reasons += try await fleet.stop { await resources.readAfter(fleet) }
                try await recorder.close()
                fleet.hangUp()
                await fleet.links.close()
                group.cancelAll()
                return reasons
            } catch {
                fleet.hangUp()
                await fleet.links.close()
                try? await fleet.endWitnesses()
                try? await recorder.close()
                await fleet.leaveRedis()
                throw error
            }
        }
    }

    /// Judges whatever was recorded. A proven violation stands, also when the run was not carried through.
    private func judge(
        _ folder: RunFolder,
        _ manifest: RunManifest,
        failure: HarnessError?,
        _ grid: FindingGrid,
        _ report: inout RunReport
    ) throws {
        try folder.write(manifest, to: folder.manifest)
        if let failure, board.value.phase < .traffic {
            report.exitCode = failure.code
            return
        }
        events.say(.phase(.checking))
        let verdict = StoredRun(path: folder.path, manifest: manifest).verdict(grid: grid)
        try folder.write(verdict, to: folder.verdict)
        report.verdict = verdict
        let starved = verdict.exitCode == .violated ? starvedWhileLosing(verdict) : nil
        report.exitCode = .ofRun(
            verdict,
            wasStarved: starved != nil,
            failure: failure?.code,
            hasReasons: !report.reasons.isEmpty
        )
        if let starved { report.reasons.append(starved) }
    }

    /// What did not arrive, or not in time, on a machine that stood still for longer than settling waits may only be late. What
    /// arrived wrongly, or was overtaken, is proven on any machine, and so is a leak.
    private func starvedWhileLosing(_ verdict: Verdict) -> String? {
        let worst = starvation.worst(since: .now - .milliseconds(request.scenario.limits.settleMilliseconds))
        guard verdict.isViolatedBySilenceOnly, worst > RunSession.quietPeriod else { return nil }
        return
            "the machine left the harness waiting for \(worst) at once, so nothing counts as lost; use a less busy machine"
    }

    /// Every history that the processes of this run were told to write.
    private var histories: [String] {
        let nodes = board.value.nodes.enumerated().flatMap { index, node in
            (0..<node.starts).map { Fleet.historyName(of: NodeID(index: index), start: $0 + 1) }
        }
        let clients = plan.processes.indices.map(Fleet.historyName(ofClientProcess:))
        let witnesses = plan.dataServers.map(WitnessPost.historyName)
        let links = plan.hasLinks ? [LinkTapRecorder.Post.historyName] : []
        return ["histories/orchestrator.history"] + nodes + clients + witnesses + links
    }

    private var neverAdded: Set<NodeID> {
        Set(plan.nodes.filter { board.value.nodes[$0.index].starts == 0 })
            .subtracting(plan.startingNodes)
    }

    private static func failure(from error: any Error) -> HarnessError {
        switch error {
        case let error as HarnessError: error
        case is CancellationError: HarnessError(.interrupted, "interrupted")
        case let error as HistoryFileError: HarnessError(error.exitCode, "\(error)")
        default: HarnessError(.bug, "unexpected: \(error)", remedy: "please report it with the run folder")
        }
    }
}
