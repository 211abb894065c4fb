package import Stream

/// Mistakes that are not in the nodes' machines but in scripts and clients: each a canary of the model.
package struct ModelDefects: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The memory of what was appended is in another place than the log, so that a failover rolls back only one of them.
    package static let dedupesElsewhere = ModelDefects(rawValue: 1)
    /// An append of a session that nobody knows creates it.
    package static let appendsCreateSessions = ModelDefects(rawValue: 2)
    /// An append is accepted though one before it is missing.
    package static let acceptsGaps = ModelDefects(rawValue: 4)
    /// A trim asks neither leases nor what is committed.
    package static let trimsAtWill = ModelDefects(rawValue: 8)
    /// A client takes what still arrives over a transport that it has left.
    package static let takesLateFrames = ModelDefects(rawValue: 16)
    /// A client that comes back has no groups token.
    package static let forgetsToken = ModelDefects(rawValue: 32)

    /// Each of them by its name.
    package static let named: [(name: String, defect: ModelDefects)] = [
        ("dedupesElsewhere", .dedupesElsewhere),
        ("appendsCreateSessions", .appendsCreateSessions),
        ("acceptsGaps", .acceptsGaps),
        ("trimsAtWill", .trimsAtWill),
        ("takesLateFrames", .takesLateFrames),
        ("forgetsToken", .forgetsToken),
    ]
}

/// The assumptions A1 to A4 as switches. With all of them the invariants must hold; without one, no client may be deceived
/// silently, for as much as can be seen.
package struct Assumptions: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A1: what was answered is on disk.
    package static let durable = Assumptions(rawValue: 1)
    /// A3, as far as it is needed: a data server that dies while its file is rewritten after a full copy comes back with old
    /// data; it does not become a master before it is in sync again. Otherwise failures may overlap as they like.
    package static let staleStayBehind = Assumptions(rawValue: 2)
    /// A4: nobody flushes or restores.
    package static let nobodyDestroys = Assumptions(rawValue: 4)
    package static let all: Assumptions = [.durable, .staleStayBehind, .nobodyDestroys]
}

/// What is explored.
package struct ModelSettings: Hashable, Sendable {
    /// Data servers, R + 1.
    package var servers: Int
    package var nodes: Int
    package var clients: Int
    package var publishers: Int
    package var measures: SafetyMeasures
    package var defects: ModelDefects
    package var assumptions: Assumptions
    /// Committed entries that a node remembers; few, so that clients also have to be caught up from Redis.
    package var recentEntriesMax: Int
    package var limits: LogLimits

    package init(
        servers: Int = 2,
        nodes: Int = 2,
        clients: Int = 2,
        publishers: Int = 2,
        measures: SafetyMeasures = .all,
        defects: ModelDefects = [],
        assumptions: Assumptions = .all,
        recentEntriesMax: Int = 3,
        limits: LogLimits = LogLimits(
            entriesMax: 40,
            leaseLifetimeMilliseconds: 20_000,
            trimEntriesMax: 3,
            trimBytesMax: 24
        )
    ) {
        self.servers = servers
        self.nodes = nodes
        self.clients = clients
        self.publishers = publishers
        self.measures = measures
        self.defects = defects
        self.assumptions = assumptions
        self.recentEntriesMax = recentEntriesMax
        self.limits = limits
    }
}

/// An invariant that was broken, and how.
package struct Violation: Error, Hashable, Sendable {
    /// The invariants of the protocol; `cause` and `progress` are those of the model beyond them.
    package enum Invariant: String, Hashable, Sendable, CaseIterable {
        case committedEverywhere = "I1"
        case commitBelowHeads = "I2"
        case nodesAgree = "I3"
        case onlyCommitted = "I4"
        case onceInOrder = "I5"
        case dedupeMatchesLog = "I6"
        case entitledExactly = "I7"
        case floorBelowPositions = "I8"
        /// A client was told of a gap that cannot be.
        case toldWithCause = "told"
        /// When everything is whole again, everything goes on.
        case progress = "progress"
    }

    package var invariant: Invariant
    package var text: String

    package init(_ invariant: Invariant, _ text: String) {
        self.invariant = invariant
        self.text = text
    }
}

extension Violation: CustomStringConvertible {
    package var description: String { "\(invariant.rawValue): \(text)" }
}
