import Core
import Runtime

/// The orchestrator's own history: phases and faults, with the times at which they were asked for and seen.
actor EventRecorder {
    private let writer: HistoryWriter
    private var isClosed = false

    init(path: String, run: RunID) throws {
        writer = try HistoryWriter(path: path, header: .current(role: .orchestrator, process: 1, run: run))
    }

    func phase(_ phase: RunPhase) throws {
        try append(HistoryRecord(.phase, subject: phase.rawValue, time: MonotonicClock.now()))
    }

    func fault(_ kind: HistoryKind, _ occurrence: FaultOccurrence, reason: String? = nil) throws {
        try append(
            HistoryRecord(
                kind,
                subject: UInt32(occurrence.fault),
                time: MonotonicClock.now(),
                detail: UInt16(clamping: occurrence.repetition),
                extra: reason.map { UInt64(writer.note($0)) } ?? 0
            )
        )
    }

    func close() throws {
        guard !isClosed else { return }
        isClosed = true
        try writer.close()
    }

    /// What comes after the end (a fault that heals during an interrupted run's tear-down) has no place any more.
    private func append(_ record: HistoryRecord) throws {
        guard !isClosed else { return }
        try writer.append(record)
    }
}
