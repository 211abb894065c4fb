import Stream

/// One connection of a node to a data server: commands on their way there, replies on their way back.
struct ModelConnection: Sendable {
    let server: Int
    /// Of the server process: another one has another number, and connections of the old one are dead.
    let process: Int
    var pipeline: UInt64 = 0
    var commands: [LogCommand] = []
    var replies: [LogReply] = []
    /// The server's offset behind the last write of this connection: what WAIT waits for.
    var lastWrite = 0
    /// The other end is gone.
    var isBroken = false
}

/// One node process of the model: the machine that ships, and its cables.
struct ModelNode: Sendable {
    var isAlive = true
    var logic: LogNode
    var locates = false
    var connecting: Int?
    var connection: ModelConnection?
    /// Clients that took a part and have not been given the rest.
    var partials: [FeedID] = []
    /// Of all its lives.
    var starts = 1
}

/// What travels between a publisher and its node.
enum PublisherRequest: Hashable, Sendable {
    case open
    case append(ticket: UInt64, AppendRequest)
}

enum PublisherAnswer: Hashable, Sendable {
    case opened(PublisherSession)
    case append(ticket: UInt64, AppendAnswer)
}

struct ModelPublisher: Sendable {
    var logic: Publisher
    var node: Int?
    /// Of its connections; answers to another one are lost.
    var generation: UInt64 = 0
    var requests: [PublisherRequest] = []
    var answers: [PublisherAnswer] = []
}

/// What travels from a node to a client.
enum Downward: Hashable, Sendable {
    case frame(Frame)
    case told(GapReason)
}

struct ModelClient: Sendable {
    /// Its connection id; nil between two lives.
    var connection: String?
    var lives = 0
    var feed: FeedID?
    var node: Int?
    var transports: UInt64 = 0
    var cable: [Downward] = []
    /// What still comes over the transport that it left.
    var lateCable: [Downward] = []
    var position: Position?
    /// As the token says that it got last.
    var groups: [String] = []

    // What the oracle knows of this life.
    var oracleGroups: [String] = []
    /// Everything up to here was accounted for.
    var oracle: Position?
}

/// A request that was left in a cable: it can arrive at any time.
struct StrayRequest: Sendable {
    var node: Int
    var request: PublisherRequest
}
