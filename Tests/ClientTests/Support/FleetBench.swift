import Core
import Logging
import NIOCore
import NIOPosix
import Runtime
import Synchronization

@testable import Client

/// The record of a fleet in memory.
final class MemoryHistory: HistoryRecording, Sendable {
    private struct State {
        var records: [HistoryRecord] = []
        var notes: [String] = []
        var isClosed = false
        /// Records that fit.
        var room = Int.max
    }

    private let state = Mutex(State())

    func append(_ record: HistoryRecord) throws(HistoryFileError) {
        let fits = state.withLock { state in
            guard state.records.count < state.room else { return false }
            state.records.append(record)
            return true
        }
        if !fits { throw HistoryFileError(.full, path: "memory") }
    }

    func note(_ text: String) -> UInt32 {
        state.withLock { state in
            state.notes.append(text)
            return UInt32(state.notes.count)
        }
    }

    func close() { state.withLock { $0.isClosed = true } }
    func limit(to room: Int) { state.withLock { $0.room = room } }

    var isClosed: Bool { state.withLock(\.isClosed) }
    var records: [HistoryRecord] { state.withLock(\.records) }
    func records(_ kind: HistoryKind) -> [HistoryRecord] { records.filter { $0.kind == kind } }
    /// Empty where nothing was noted.
    func text(_ number: UInt64) -> String {
        state.withLock { number > 0 && number <= $0.notes.count ? $0.notes[Int(number) - 1] : "" }
    }
}

/// A fleet on a loop of its own, with its events as a stream.
final class FleetBench: Sendable {
    let history = MemoryHistory()
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let fleet: FleetHandle
    private let events: AsyncStream<ClientEvent>
    private let latest: Mutex<ClientProgress>

    init(_ settings: ClientSettings) async throws {
        let (stream, continuation) = AsyncStream<ClientEvent>.makeStream()
        events = stream
        latest = Mutex(ClientProgress())
        let history = history
        fleet = try await FleetHandle.make(
            settings,
            history: { history },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            on: group.next()
        ) { continuation.yield($0) }
    }

    func command(_ command: ClientCommand) { fleet.handle(command) }

    /// The next event that fits; what came before it is passed over. For one caller at a time.
    @discardableResult
    func event(where fits: (ClientEvent) -> Bool) async -> ClientEvent? {
        for await event in events {
            if case .progress(let progress) = event { latest.withLock { $0 = progress } }
            if fits(event) { return event }
        }
        return nil
    }

    /// Waits until the counters show something; they may show it already.
    func progress(where fits: @escaping (ClientProgress) -> Bool) async {
        if fits(latest.withLock { $0 }) { return }
        await event { if case .progress(let progress) = $0 { fits(progress) } else { false } }
    }

    /// Does something as a fault, and waits until it has taken effect; returns at how many.
    @discardableResult
    func act(_ fault: Int, _ action: ClientAction) async -> Int {
        fleet.handle(.act(fault: fault, action))
        let event = await event { if case .applied(fault, _) = $0 { true } else { false } }
        if case .applied(_, let count)? = event { return count }
        return 0
    }

    /// Waits until nothing is left of a fault; returns its count.
    @discardableResult
    func restored(_ fault: Int) async -> Int {
        let event = await event { if case .restored(fault, _) = $0 { true } else { false } }
        if case .restored(_, let count)? = event { return count }
        return 0
    }

    /// Undoes a fault, and waits until nothing is left of it.
    @discardableResult
    func undo(_ fault: Int) async -> Int {
        fleet.handle(.undo(fault: fault))
        return await restored(fault)
    }

    /// Sends a command and waits for exactly this event.
    func command(_ command: ClientCommand, until event: ClientEvent) async {
        fleet.handle(command)
        await self.event { $0 == event }
    }

    /// Ends traffic and gives the sentinels.
    func finish(withinMilliseconds: Int = 20_000) async -> [SentinelResult] {
        fleet.handle(.finish(withinMilliseconds: withinMilliseconds))
        let event = await event { if case .finished = $0 { true } else { false } }
        if case .finished(let sentinels) = event { return sentinels }
        return []
    }

    func ended() async throws -> ExitCode { try await fleet.ended() }

    /// Stops in good order.
    @discardableResult
    func stop() async throws -> ExitCode {
        fleet.stop()
        let code = try await fleet.ended()
        try await group.shutdownGracefully()
        return code
    }
}

/// Settings of a fleet for tests.
func fleetSettings(
    _ nodes: [NodeAddress],
    clients: [ClientPlan],
    publishers: [PublisherPlan] = [],
    audiences: [Audience] = [.all],
    reconnect: ReconnectPolicy = .resume,
    balancer: UInt16? = nil,
    watched: WatchedSubjects? = nil,
    sessions: Bool? = nil
) -> ClientSettings {
    ClientSettings(
        run: RunID(0xABCD),
        seed: 5,
        process: 1,
        nodes: nodes,
        balancer: balancer,
        clients: clients,
        publishers: publishers,
        audiences: audiences,
        reconnect: reconnect,
        watched: watched,
        connectConcurrency: 4,
        sessions: sessions
    )
}

func publisherPlan(
    _ number: UInt32,
    client: UInt32 = 1,
    audiences: [AudienceNumber] = [0],
    count: Int? = nil,
    rate: Double? = nil,
    window: Int = 1,
    retry: RetryPolicy = .never
) -> PublisherPlan {
    PublisherPlan(
        publisher: PublisherID(number),
        client: ClientID(client),
        audiences: audiences,
        count: count,
        ratePerSecond: rate,
        size: 100,
        window: window,
        retry: retry
    )
}
