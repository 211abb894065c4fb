/// Reads what the witnesses recorded, one summary for each server and application.
struct WitnessPass {
    private struct App {
        var summary: WitnessSummary
        var lastID: UInt64?
    }

    private let server: String
    private var apps: [App]
    private var trouble = RecordTrouble()
    /// Since when it has not been listening; nil while it is.
    private var deafSince: UInt64?
    private var deaf: UInt64 = 0
    private var hasListened = false

    private init(server: UInt32, names: [String], openedAt: UInt64) {
        let name = "\(ServerID(server))"
        self.server = name
        let all = names.isEmpty ? [name] : names.map { "\(name)/\($0)" }
        apps = all.map { App(summary: WitnessSummary(name: $0)) }
        deafSince = openedAt
    }

    /// Of the histories that are usable and of a witness.
    static func summaries(
        _ histories: Histories,
        _ conditions: [HistoryCondition],
        of manifest: RunManifest,
        into guards: inout GuardLog
    ) -> [WitnessSummary] {
        var found: [WitnessSummary] = []
        for (history, condition) in conditions.enumerated() {
            guard let header = condition.header, header.role == .witness, histories.believed[history] else { continue }
            var pass = WitnessPass(server: header.process, names: manifest.appNames, openedAt: header.openedAt)
            _ = histories.read(history) { pass.take($0) }
            found += pass.finish(manifest.histories[history], into: &guards)
        }
        return found
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
            if let record = HistoryRecord(HistoryRecord.Words(base + offset)) { take(record) }
        }
    }

    private mutating func take(_ record: HistoryRecord) {
        switch record.kind {
        case .witnessListening:
            // How long it took to begin is no gap.
            if hasListened { endGap(at: record.time) }
            hasListened = true
            deafSince = nil
        case .witnessDeaf:
            let isEnd = record.flags & 1 == 1
            if isEnd { endGap(at: record.time) }
            if deafSince == nil { deafSince = record.time }
        case .carried, .carriedOther: carried(record)
        case .logWentBack: wentBack(record)
        default: trouble.note("the witness of \(server) recorded what only others do (kind \(record.kind.rawValue))")
        }
    }

    private mutating func endGap(at time: UInt64) {
        guard let since = deafSince else { return }
        deaf += time > since ? time - since : 0
        deafSince = time
    }

    /// The index of a log is an id too, and what comes next begins behind it.
    private mutating func wentBack(_ record: HistoryRecord) {
        guard let app = app(of: record) else { return }
        apps[app].summary.idsBack += 1
        apps[app].lastID = record.extra
    }

    private mutating func app(of record: HistoryRecord) -> Int? {
        let app = Int(record.detail)
        if apps.indices.contains(app) { return app }
        trouble.note("the witness of \(server) names application \(app), of \(apps.count)")
        return nil
    }

    private mutating func carried(_ record: HistoryRecord) {
        guard let app = app(of: record) else { return }
        if record.kind == .carried {
            apps[app].summary.messages += 1
        } else {
            apps[app].summary.others += 1
        }
        guard record.extra > 0, record.flags & CarriedMessage.furtherFlag == 0 else { return }
        if let last = apps[app].lastID, record.extra <= last { apps[app].summary.idsBack += 1 }
        apps[app].lastID = record.extra
    }

    private func finish(_ name: String, into guards: inout GuardLog) -> [WitnessSummary] {
        if let first = trouble.first {
            guards.add(
                .recordInconsistent,
                first,
                reason: "\(trouble.count) records of \(name) contradict the run: \(first)"
            )
        }
        if !hasListened {
            guards.add(
                .witnessDeaf,
                server,
                reason: "the witness of \(server) never listened, so what Redis carried there is not known"
            )
        }
        return apps.map { app in
            var summary = app.summary
            summary.deafNanoseconds = deaf
            return summary
        }
    }
}

extension RunManifest {
    /// Applications in the order of the witnesses' numbers; empty where a run has only one.
    package var appNames: [String] {
        audiences.compactMap { if case .app(let name) = $0 { name } else { nil } }
    }
}
