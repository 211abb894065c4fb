import Core
import FoundationEssentials
import Runtime
import Synchronization
import TestSupport
import Testing

@testable import Orchestrator

/// Faults on a Redis of their own, without nodes and clients: each is done as in a run, and looked at from outside.
struct FaultBench: Sendable {
    let redis: RedisTopology
    let fleet: Fleet
    let board: Observed<RunBoard>
    let injector: FaultInjector
    /// Of each fault, in the order in which they began.
    let stages: Observed<[Int: [RunEvents.FaultStage]]>
    let folder: String
    private let next = Observed(0)

    static func run(
        _ spec: RedisSpec = RedisSpec(),
        _ body: @escaping @Sendable (FaultBench) async throws -> Void
    ) async throws {
        try await supervised { supervisor, scratch in
            let board = Observed(RunBoard(nodes: 2, clientProcesses: 1))
            board.update { $0.phase = .traffic }
            let redis = try await RedisTopology.start(
                spec,
                folder: scratch.path + "/redis",
                supervisor: supervisor,
                saw: { sight in board.update { $0.saw(sight) } }
            )
            let scenario = Scenario(name: "bench", redis: spec, traffic: [TrafficSpec(count: 1)])
            let bench = try FaultBench(redis, board, scenario, supervisor, scratch)
            try await body(bench)
            await bench.fleet.links.close()
            try await redis.end()
        }
    }

    private init(
        _ redis: RedisTopology,
        _ board: Observed<RunBoard>,
        _ scenario: Scenario,
        _ supervisor: Supervisor,
        _ scratch: ScratchDirectory
    ) throws {
        (self.redis, self.board, folder) = (redis, board, scratch.path)
        let plan = RunPlan(scenario: scenario, seed: 1, run: RunID(1))
        let run = try RunFolder.create(under: scratch.path + "/runs", scenario: "bench", seed: 1, now: Date())
        fleet = Fleet(plan: plan, folder: run, board: board, supervisor: supervisor, executable: harness)
        fleet.state.withLock { $0.redis = .own(redis) }
        let stages = Observed<[Int: [RunEvents.FaultStage]]>([:])
        self.stages = stages
        injector = FaultInjector(
            fleet: fleet,
            plan: plan,
            board: board,
            recorder: try EventRecorder(path: "\(run.histories)/orchestrator.history", run: plan.run),
            events: RunEvents { event in
                guard case .fault(let occurrence, let stage) = event else { return }
                stages.update { $0[occurrence.fault, default: []].append(stage) }
            }
        )
    }

    /// Lets a fault happen once; returns what became of it.
    @discardableResult
    func perform(_ fault: any Fault) async throws -> [RunEvents.FaultStage] {
        let number = next.update { count in
            count += 1
            return count
        }
        try await injector.perform(FaultOccurrence(fault: number, repetition: 1, kind: AnyFault(fault)))
        return stages.value[number] ?? []
    }

    /// Looks at what a fault does while it lasts, and expects it to heal.
    func under(
        _ fault: any Fault,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async throws {
        let number = next.value + 1
        async let ended = perform(fault)
        let seen = await stages.first(before: .now + patience) { ($0[number]?.count ?? 0) > 1 }
        #expect(seen?[number] == [.began, .observed], sourceLocation: sourceLocation)
        try await body()
        let all = try await ended
        #expect(all == [.began, .observed, .healed], sourceLocation: sourceLocation)
    }

    /// A fault that is over at once.
    func strike(_ fault: any Fault, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let all = try await perform(fault)
        #expect(all == [.began, .observed], sourceLocation: sourceLocation)
    }

    func address(_ number: UInt32 = 1) -> RedisAddress { redis.address(of: ServerID(number)) }
    func server(_ number: UInt32 = 1) -> Orchestrator.RedisServer { redis.server(ServerID(number)) }

    /// Ends what lasts to the end of traffic.
    func endTraffic() { board.update { $0.clients[0].trafficDone = true } }
}
