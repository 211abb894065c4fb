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

    private let post: Post
    private let writer: HistoryWriter
    private var hasFailed = false

    /// - Throws: `HistoryFileError`
    init(_ post: Post) throws {
        self.post = post
        writer = try HistoryWriter(path: post.path, header: .current(role: .links, process: 1, run: post.run))
    }

    /// A tap for a connection of an edge; nil for an edge on which no messages pass.
    func tap(on edge: LinkEdge, connection: Int) -> LinkTapping? {
        guard case .node(let node) = edge.from, let place = Self.place(of: edge.role) else { return nil }
        let tapping = LinkTapping(tap: LinkTap(of: post.run), node: node, place: place, connection: connection)
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

    /// A record that is not whole must not look as if it were; said once.
    func append(_ record: HistoryRecord) {
        guard !hasFailed else { return }
        do throws(HistoryFileError) {
            try writer.append(record)
        } catch {
            hasFailed = true
            post.failed(HarnessError(error.exitCode, "the taps of links: \(error)"))
        }
    }

    /// - Throws: `HistoryFileError`
    func close() throws { try writer.close() }
}
