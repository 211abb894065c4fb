/// How the nodes of a run hear of each other's messages (DESIGN section 7).
package enum BackplaneKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// As SignalR 2.4 does it: a counter and a publish in one script, buffers and cursors on the nodes.
    case signalr
    /// Plain PUBLISH, delivered on receipt.
    case pubsub
    /// A log in Redis: nothing is acknowledged or delivered before it is on every data server (docs/stream.md).
    case stream
}
