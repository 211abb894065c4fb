/// The way of one message through a run, hop by hop, and who missed it.
package struct MessageStory: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var sequence: UInt32
    package var audience: Audience?
    /// `acknowledged`, `failed`, `of unknown outcome`, or `never published`.
    package var outcome: String
    /// By time; what did not happen stands behind.
    package var steps: [StoryStep]
    /// Clients that saw it, by number.
    package var seenBy: [ClientID]
    package var findings: [LocatedFinding]
    package var findingsCount: Int
}

/// Gathers what the histories say of one message. It reads them in the order in which they began.
package struct MessageStoryPass {
    private let publisher: PublisherID
    private let sequence: UInt32
    private let manifest: RunManifest
    private var records: [HistoryRecord] = []
    private var nodes: [UInt32: NodeTrack] = [:]
    private var witness = WitnessTrack()
    private var copies: [UInt32: Int] = [:]
    private var firstSeenAt: UInt64?
    private var lastSeenAt: UInt64 = 0
    private var highest: UInt32 = 0

    /// More records of one message are not kept; it was tried or copied without end.
    private static let recordsMax = 4_096

    package init(of publisher: PublisherID, _ sequence: UInt32, in manifest: RunManifest) {
        self.publisher = publisher
        self.sequence = sequence
        self.manifest = manifest
    }

    /// Reads all histories that are whole.
    package mutating func read(_ sources: [any HistorySource]) {
        var histories = Histories(manifest: manifest, sources: sources)
        let conditions = histories.look()
        let order = conditions.indices.sorted {
            (conditions[$0].header?.openedAt ?? 0, $0) < (conditions[$1].header?.openedAt ?? 0, $1)
        }
        for history in order where histories.believed[history] {
            if let header = conditions[history].header, header.role == .node {
                nodes[header.process, default: NodeTrack()].begin(
                    at: header.openedAt,
                    wasClosed: conditions[history].ending == .closed
                )
            }
            _ = histories.read(history) { take($0) }
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let wanted = UInt64(publisher.number) | UInt64(sequence) << 32
        for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
            let words = HistoryRecord.Words(base + offset)
            let kind = UInt8(truncatingIfNeeded: words.head)
            let isOwn = words.message == wanted
            if kind == HistoryKind.received.rawValue || kind == HistoryKind.backplane.rawValue
                || kind == HistoryKind.witnessListening.rawValue || kind == HistoryKind.witnessDeaf.rawValue
            {
                if let record = HistoryRecord(words) { follow(record) }
            }
            if kind == HistoryKind.publishInvoked.rawValue,
                UInt32(truncatingIfNeeded: words.message) == publisher.number
            {
                highest = max(highest, UInt32(words.message >> 32))
            }
            guard isOwn, kind < HistoryKind.faultInvoked.rawValue, let record = HistoryRecord(words) else { continue }
            if record.kind == .delivered {
                copies[record.subject, default: 0] += 1
                firstSeenAt = min(firstSeenAt ?? .max, record.time)
                lastSeenAt = max(lastSeenAt, record.time)
            } else if records.count < Self.recordsMax {
                records.append(record)
            }
        }
    }

    private mutating func follow(_ record: HistoryRecord) {
        switch record.kind {
        case .witnessListening: witness.listening(record.subject, at: record.time)
        case .witnessDeaf: witness.deaf(record.subject, at: record.time)
        case .received:
            _ = nodes[record.subject, default: NodeTrack()].received(id: record.extra, at: record.time)
        default:
            nodes[record.subject, default: NodeTrack()].backplane(isSubscribed: record.flags == 1, at: record.time)
        }
    }

    /// Nil when no history knows the message.
    package func story(_ collector: FindingCollector, in verdict: Verdict) -> MessageStory? {
        guard !records.isEmpty || !copies.isEmpty else { return nil }
        let invocation = records.first { $0.kind == .publishInvoked }
        return MessageStory(
            publisher: publisher,
            sequence: sequence,
            audience: invocation.flatMap { audience($0.extra) },
            outcome: outcome,
            steps: steps(in: verdict),
            seenBy: copies.keys.sorted().map { ClientID($0) },
            findings: collector.found,
            findingsCount: collector.count
        )
    }

    /// The greatest sequence of the publisher; 0 when it published nothing.
    package var highestSequence: UInt32 { highest }

    private func audience(_ number: UInt64) -> Audience? {
        number < UInt64(manifest.audiences.count) ? manifest.audiences[Int(number)] : nil
    }

    private var outcome: String {
        let ends = records.filter { $0.kind == .publishEnded }.map(\.flags)
        let attempts = records.count { $0.kind == .publishInvoked }
        if attempts == 0 { return "never published" }
        if ends.contains(Outcome.ok.rawValue) { return "acknowledged" }
        return ends.count == attempts && ends.allSatisfy { $0 == Outcome.fail.rawValue }
            ? "failed" : "of unknown outcome"
    }

    private func steps(in verdict: Verdict) -> [StoryStep] {
        let words = StoryWords(manifest: manifest, verdict: verdict)
        var steps = records.sorted { ($0.time, $0.kind.rawValue) < ($1.time, $1.kind.rawValue) }
            .compactMap { record in words.text(of: record).map { StoryStep(record.time, $0) } }
        if let firstSeenAt {
            let all = copies.values.reduce(0, +)
            var text = "seen by \(CauseText.count(copies.count, "client"))"
            if all > copies.count { text += " (\(CauseText.count(all, "copy", "copies")))" }
            if lastSeenAt > firstSeenAt { text += ", by the last at \(words.time(lastSeenAt))" }
            steps.append(StoryStep(firstSeenAt, text))
        }
        steps.sort { ($0.time ?? .max) < ($1.time ?? .max) }
        return steps + absences(words)
    }

    /// What did not happen at nodes that record their hops.
    private func absences(_ words: StoryWords) -> [StoryStep] {
        guard !nodes.isEmpty, records.contains(where: { $0.kind.rawValue >= 32 }) || outcome == "acknowledged" else {
            return []
        }
        let reference = records.first { $0.kind == .written } ?? records.first { $0.kind == .accepted }
        let begin = (records.first { $0.kind == .accepted } ?? records.first)?.time ?? 0
        var steps: [StoryStep] = []
        if reference == nil, outcome == "acknowledged" { steps.append(StoryStep(nil, "no node accepted it")) }
        let known = records.last { $0.kind == .publishEnded }?.time ?? reference?.time ?? begin
        if witness.isThere, !records.contains(where: { $0.kind == .carried }) {
            let proof = witness.listened(begin, known) ? "" : ", which was not listening all the time"
            steps.append(StoryStep(nil, "no witness saw it in Redis" + proof))
        }
        for node in manifest.nodes {
            let own = records.filter { $0.subject == node.number && [.received, .handed].contains($0.kind) }
            if !own.contains(where: { $0.kind == .received }) {
                let track = nodes[node.number] ?? NodeTrack()
                steps.append(
                    StoryStep(nil, "\(node) never received it" + words.reason(track, begin, reference?.time ?? begin))
                )
            } else if !own.contains(where: { $0.kind == .handed }) {
                steps.append(StoryStep(nil, "\(node) received it and handed it to nobody"))
            }
        }
        return steps
    }
}
