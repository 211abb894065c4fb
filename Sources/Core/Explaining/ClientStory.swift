/// The lives of one client, and everything that it missed or saw wrongly.
package struct ClientStory: Codable, Hashable, Sendable {
    package var client: ClientID
    package var summary: ClientSummary
    /// Its connections and groups, by time.
    package var steps: [StoryStep]
    /// By cause.
    package var groups: [Group]

    /// What one cause did to the client.
    package struct Group: Codable, Hashable, Sendable {
        package var cause: Int
        package var violation: ViolationClass
        package var count: Int
        package var place: String
        package var condition: String?
        package var evidence: Evidence
        /// `p1/11-14, p3/2`; those that name a message.
        package var messages: String
        package var first: UInt64
        package var last: UInt64
    }
}

/// Gathers what the histories say of one client.
package struct ClientStoryPass {
    private let client: ClientID
    private let manifest: RunManifest
    private var records: [HistoryRecord] = []

    private static let recordsMax = 100_000

    package init(of client: ClientID, in manifest: RunManifest) {
        self.client = client
        self.manifest = manifest
    }

    package mutating func read(_ sources: [any HistorySource]) {
        var histories = Histories(manifest: manifest, sources: sources)
        _ = histories.look()
        _ = histories.read { bytes, _ in take(bytes) }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
            let words = HistoryRecord.Words(base + offset)
            let kind = UInt8(truncatingIfNeeded: words.head)
            guard kind <= HistoryKind.alive.rawValue, UInt32(words.head >> 32) == client.number,
                kind < HistoryKind.publishInvoked.rawValue || kind == HistoryKind.alive.rawValue,
                records.count < Self.recordsMax, let record = HistoryRecord(words)
            else { continue }
            records.append(record)
        }
    }

    /// Nil when the run has no such client.
    package func story(_ collector: FindingCollector, in verdict: Verdict) -> ClientStory? {
        guard let summary = verdict.clients.first(where: { $0.client == client }) else { return nil }
        return ClientStory(client: client, summary: summary, steps: steps(in: verdict), groups: groups(collector.found))
    }

    private func steps(in verdict: Verdict) -> [StoryStep] {
        let words = StoryWords(manifest: manifest, verdict: verdict)
        return records.compactMap { record in
            text(of: record).map { StoryStep(record.time, $0 + words.inside(record.time)) }
        }
    }

    private func text(of record: HistoryRecord) -> String? {
        let node = record.detail > 0 ? "n\(record.detail)" : "a node"
        let audience = Int(record.detail) < manifest.audiences.count ? "\(manifest.audiences[Int(record.detail)])" : "?"
        switch record.kind {
        case .connected:
            let isResumed = record.flags == ConnectionStart.resumed.rawValue
            return isResumed ? "resumed at \(node)" : "connected to \(node), a new life"
        case .disconnected:
            switch DisconnectReason(rawValue: record.flags) {
            case .closed: return "closed its connection to \(node)"
            case .lost: return "lost its connection to \(node)"
            case .dropped: return "dropped its connection to \(node), as a fault asked"
            case .silent: return "gave its connection to \(node) up, which was silent"
            case .refused: return "was told by \(node) to stop"
            case .told: return "was told by \(node) that messages may be missing"
            case .departed: return "left \(node), as a fault asked"
            case nil: return "lost its connection to \(node)"
            }
        case .lifeEnded: return "gave up: this life is over"
        case .joined: return "joined \(audience)"
        case .joinFailed: return "could not join \(audience)"
        case .left: return "left \(audience)"
        case .leaveFailed: return "could not leave \(audience)"
        case .alive: return "answered at the end"
        default: return nil
        }
    }

    private func groups(_ found: [LocatedFinding]) -> [ClientStory.Group] {
        Dictionary(grouping: found, by: \.cause).sorted { $0.key < $1.key }.compactMap { cause, findings in
            guard let first = findings.first, let last = findings.last else { return nil }
            return ClientStory.Group(
                cause: cause,
                violation: first.finding.violation,
                count: findings.count,
                place: first.place,
                condition: first.condition,
                evidence: first.evidence,
                messages: Self.ranges(findings),
                first: first.finding.time,
                last: last.finding.time
            )
        }
    }

    /// `p1/11-14, p3/2`
    private static func ranges(_ findings: [LocatedFinding]) -> String {
        var sequences: [PublisherID: [UInt32]] = [:]
        for finding in findings.map(\.finding) {
            guard let publisher = finding.publisher, let sequence = finding.sequence else { continue }
            sequences[publisher, default: []].append(sequence)
        }
        var parts: [String] = []
        for (publisher, all) in sequences.sorted(by: { $0.key < $1.key }) {
            var ranges: [ClosedRange<UInt32>] = []
            for sequence in all.sorted() {
                if let last = ranges.last, sequence <= last.upperBound &+ 1 {
                    ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, sequence)
                } else {
                    ranges.append(sequence...sequence)
                }
            }
            parts += ranges.map {
                $0.count == 1 ? "\(publisher)/\($0.lowerBound)" : "\(publisher)/\($0.lowerBound)-\($0.upperBound)"
            }
        }
        return parts.joined(separator: ", ")
    }
}
