package struct ClientsSpec: Codable, Hashable, Sendable {
    package var count: Int
    package var placement: Placement
    package var reconnect: ReconnectPolicy
    /// Group name and how many clients join it; groups take clients in turn, one after the other.
    package var groups: [GroupShare]
    /// User name and how many clients are connections of that user.
    package var users: [GroupShare]
    /// Clients in one process; nil lets Rollcall choose.
    package var perProcess: Int?
    /// The last so many of `count` stay away until `client.open` lets them in.
    package var late: Int

    package init(
        count: Int = 4,
        placement: Placement = .roundRobin,
        reconnect: ReconnectPolicy = .resume,
        groups: [GroupShare] = [],
        users: [GroupShare] = [],
        perProcess: Int? = nil,
        late: Int = 0
    ) {
        self.count = count
        self.placement = placement
        self.reconnect = reconnect
        self.groups = groups
        self.users = users
        self.perProcess = perProcess
        self.late = late
    }

    package enum Placement: Codable, Hashable, Sendable {
        /// In turn; a client that comes back goes to the next node.
        case roundRobin
        /// In turn; a client that comes back goes to its own node.
        case sticky
        /// By the seed; a client that comes back goes to the next node.
        case random
        /// To the node with the fewest clients of the same process, at every attempt.
        case leastConnections
        /// In turn among the nodes that say they are well, at every attempt.
        case healthAware
        /// So many clients on each node; a client that comes back goes to its own node.
        case fixed([NodeID: Int])
    }
}
