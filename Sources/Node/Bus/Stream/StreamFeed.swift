import Core
import Stream

/// What the bus keeps of one connection.
///
/// Confined to the node's event loop.
final class StreamFeed {
    let connection: ServerConnection
    /// What it listens to without any group.
    let addresses: [String]
    /// By what the protocol knows it: another one each time that it goes on.
    var id: FeedID
    /// Its life began with this request, and it was not told so yet.
    var isInitial: Bool
    /// Of the last frame that was written.
    var written: Position?
    /// As of the last frame that changed them.
    var groups: [String]
    /// The kernel has not taken the last frame: nothing more is written, and when it has, the connection goes on from there.
    /// So a client that does not read costs one frame.
    var isStalled = false

    init(_ connection: ServerConnection, id: FeedID, addresses: [String], groups: [String], isInitial: Bool) {
        self.connection = connection
        self.id = id
        self.addresses = addresses
        self.groups = groups
        self.isInitial = isInitial
    }
}
