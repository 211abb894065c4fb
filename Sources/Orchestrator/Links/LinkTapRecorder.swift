import Core
import Runtime

/// The history of what passes the links between nodes and Redis. Confined to the loop of its network.
final class LinkTapRecorder {
    /// What it is to record, and where.
    struct Post: Sendable {
        var path: String
        var run: RunID
        /// Called once, when the history cannot go on.
        var failed: @Sendable (HarnessError) -> Void

        static let historyName = "histories/links.history"
    }

    private let run: RunID
    private let recorder: HistoryRecorder

    /// - Throws: `HistoryFileError`
    init(_ post: Post) throws {
        run = post.run
        recorder = try HistoryRecorder(
            path: post.path,
            header: .current(role: .links, process: 1, run: post.run)
        ) { error in
            post.failed(HarnessError(error.exitCode, "the taps of links: \(error)"))
        }
    }

    /// A tap for a connection of an edge; nil for an edge on which no messages pass.
    func tap(on edge: LinkEdge, connection: Int) -> LinkTapping? {
        guard case .node(let node) = edge.from, let place = Self.place(of: edge.role) else { return nil }
        let tapping = LinkTapping(tap: LinkTap(of: run), node: node, place: place, connection: connection)
        append(tapping.record(.tapOpened))
        return tapping
    }

    private static func place(of role: LinkRole) -> LinkTap.Place? {
        switch role {
        case .pub: .toRedis
        case .sub: .fromRedis
        case .discovery, .replication, .monitor, .gossip, .client: nil
        }
    }

    func append(_ record: HistoryRecord) { recorder.append(record) }

    /// - Throws: `HistoryFileError`
    func close() throws { try recorder.close() }
}
