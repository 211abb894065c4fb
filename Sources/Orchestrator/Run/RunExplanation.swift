package import Core
import Runtime

/// Why a stored run went as it did: it is judged again from its folder, and asked about a client or a message.
package struct RunExplanation: Codable, Sendable {
    /// Version of this format.
    package var format = 1
    package var folder: String
    package var scenario: String
    package var seed: UInt64
    package var outcome: VerdictWord
    /// The zero of times for people, nanoseconds of the run's clock.
    package var origin: UInt64
    package var causes: [Cause]
    package var client: ClientStory?
    package var message: MessageStory?

    /// What is asked for besides the causes.
    package enum Question: Hashable, Sendable {
        case causes
        case client(ClientID)
        case message(PublisherID, UInt32)
    }

    /// - Throws: ``HarnessError`` when there is no such run, or in the run no such client or message.
    package init(of folder: String, _ question: Question) throws(HarnessError) {
        let stored = try StoredRun(at: folder)
        let (manifest, sources) = (stored.manifest, stored.sources)
        let collector: FindingCollector? =
            switch question {
            case .causes: nil
            case .client(let client): FindingCollector(.client(client))
            case .message(let publisher, let sequence): FindingCollector(.message(publisher, sequence))
            }
        let verdict = Checker.check(manifest, sources, collector: collector)
        self.folder = stored.path
        scenario = manifest.scenario
        seed = manifest.seed
        outcome = verdict.outcome
        origin = verdict.origin
        causes = verdict.causes
        switch question {
        case .causes: break
        case .client(let wanted):
            var pass = ClientStoryPass(of: wanted, in: manifest)
            pass.read(sources)
            client = collector.flatMap { pass.story($0, in: verdict) }
            guard client != nil else { throw Self.noClient(wanted, manifest) }
        case .message(let publisher, let sequence):
            var pass = MessageStoryPass(of: publisher, sequence, in: manifest)
            pass.read(sources)
            message = collector.flatMap { pass.story($0, in: verdict) }
            guard message != nil else { throw Self.noMessage(publisher, sequence, pass, manifest) }
        }
    }

    private static func noClient(_ client: ClientID, _ manifest: RunManifest) -> HarnessError {
        let all = manifest.clients.map(\.client)
        let range = all.min().flatMap { low in all.max().map { "\(low) to \($0)" } } ?? "none"
        return HarnessError(.usage, "the run has no client \(client)", remedy: "its clients are \(range)")
    }

    private static func noMessage(
        _ publisher: PublisherID,
        _ sequence: UInt32,
        _ pass: MessageStoryPass,
        _ manifest: RunManifest
    ) -> HarnessError {
        let remedy =
            pass.highestSequence > 0
            ? "\(publisher) published \(publisher)/1 to \(publisher)/\(pass.highestSequence)"
            : "its publishers are p1 to p\(manifest.publishers.count)"
        return HarnessError(.usage, "no history of the run knows a message \(publisher)/\(sequence)", remedy: remedy)
    }
}
