/// Keeps all violations of one client or one message while a run is judged, whatever their number, up to ``findingsMax``.
package final class FindingCollector {
    /// What is collected.
    package enum Subject: Hashable, Sendable {
        case client(ClientID)
        case message(PublisherID, UInt32)
    }

    /// More are counted, and not kept.
    package static let findingsMax = 100_000

    package let subject: Subject
    /// In the order of time, once the run was judged.
    package private(set) var found: [LocatedFinding] = []
    /// All of them, kept or not.
    package private(set) var count = 0
    private var keys: [CauseLog.Key] = []

    package init(_ subject: Subject) {
        self.subject = subject
    }

    func isWanted(_ entry: FindingLog.Entry, by client: ClientID) -> Bool {
        switch subject {
        case .client(let wanted): client == wanted
        case .message(let publisher, let sequence):
            entry.publisher == publisher.number && entry.sequence == sequence
        }
    }

    func add(_ finding: Finding, at place: HopPlace, words: String, key: CauseLog.Key) {
        count += 1
        guard found.count < Self.findingsMax else { return }
        keys.append(key)
        found.append(
            LocatedFinding(
                finding: finding,
                cause: 0,
                hop: place.hop,
                place: words,
                node: place.node > 0 ? NodeID(place.node) : nil,
                condition: place.condition?.text,
                evidence: place.evidence
            )
        )
    }

    /// Says which cause each belongs to.
    func number(_ numbers: [CauseLog.Key: Int]) {
        for index in found.indices { found[index].cause = numbers[keys[index]] ?? 0 }
        keys.removeAll()
        found.sort {
            ($0.finding.time, $0.finding.client, $0.finding.sequence ?? 0)
                < ($1.finding.time, $1.finding.client, $1.finding.sequence ?? 0)
        }
    }
}
