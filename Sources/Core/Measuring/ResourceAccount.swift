/// What has grown between two looks, and what could not be compared.
///
/// A node that was added has no look of its own from before: a node that serves nobody yet holds what the others held then, at
/// most as much as the one that held most. A node that is gone holds nothing.
package struct ResourceAccount: Hashable, Sendable {
    package private(set) var readings: [ResourceReading] = []
    package private(set) var unread: [UnreadResource] = []

    /// The owner of what all data servers hold together: after a failover it is another one that has the subscriptions.
    package static let allServers = "redis"

    private let before: ResourceLook
    private let after: ResourceLook

    package init(before: ResourceLook, after: ResourceLook) {
        self.before = before
        self.after = after
        if before.isSettled {
            readConnections()
            readChannels()
            readNodes(.sockets, \.sockets)
        } else {
            leaveOutUnsettled()
        }
        readKeys()
        readNodes(.memory, \.memory)
    }

    /// Something that can leak and goes by itself has grown: it is worth to look again.
    package var hasGrown: Bool { readings.contains { $0.resource != .memory && $0.growth > 0 } }

    private mutating func add(_ resource: ResourceReading.Resource, _ owner: String, _ before: Int, _ after: Int) {
        readings.append(ResourceReading(resource: resource, owner: owner, before: before, after: after))
    }

    private mutating func leaveOut(_ resource: ResourceReading.Resource, _ owner: String, _ reason: String) {
        unread.append(UnreadResource(resource: resource, owner: owner, reason: reason))
    }

    /// What was held for the beginning only would hide as much that is left behind, and what was not held yet would seem to be
    /// left behind.
    private mutating func leaveOutUnsettled() {
        for resource in [ResourceReading.Resource.redisClients, .channels, .sockets] {
            leaveOut(resource, Self.allServers, "before traffic what nodes hold did not come to rest")
        }
    }

    /// A server that runs and does not answer may hold anything. One that does not run holds nothing; but one has to answer.
    private mutating func leaveOutServers(_ resource: ResourceReading.Resource) {
        for (look, when) in [(before, "before traffic"), (after, "at the end")] {
            for (name, reason) in look.silent.sorted(by: { $0.key < $1.key }) {
                leaveOut(resource, name, "\(when) \(reason)")
            }
            if look.servers.isEmpty, look.silent.isEmpty {
                leaveOut(resource, Self.allServers, "\(when) no data server was running")
            }
        }
    }

    private mutating func readConnections() {
        leaveOutServers(.redisClients)
        guard !before.servers.isEmpty, !after.servers.isEmpty else { return }
        let first = Self.connections(before)
        let last = Self.connections(after)
        let usual = before.nodes.keys.map { first[$0] ?? 0 }.max()
        for node in after.nodes.keys.sorted() {
            guard let held = before.nodes[node] == nil ? usual : first[node] ?? 0 else { continue }
            add(.redisClients, "\(node)", held, last[node] ?? 0)
        }
        for node in last.keys.compactMap({ $0 }).sorted() where after.nodes[node] == nil {
            // Its process is gone, and its connections are not.
            add(.redisClients, "\(node)", 0, last[node] ?? 0)
        }
        let (nameless, left) = (first[nil] ?? 0, last[nil] ?? 0)
        guard nameless > 0 || left > 0 else { return }
        if Set(before.nodes.keys) == Set(after.nodes.keys) {
            add(.redisClients, Self.allServers, nameless, left)
        } else {
            let reason = "nodes came or went, and \(max(nameless, left)) connections do not tell whose they are"
            leaveOut(.redisClients, Self.allServers, reason)
        }
    }

    private static func connections(_ look: ResourceLook) -> [NodeID?: Int] {
        look.servers.values.reduce(into: [:]) { $0.merge($1.connections, uniquingKeysWith: +) }
    }

    private mutating func readChannels() {
        leaveOutServers(.channels)
        guard !before.servers.isEmpty, !after.servers.isEmpty else { return }
        add(.channels, Self.allServers, Self.channels(before), Self.channels(after))
    }

    private static func channels(_ look: ResourceLook) -> Int {
        look.servers.values.reduce(into: Set()) { $0.formUnion($1.channels) }.count
            + look.servers.values.reduce(0) { $0 + $1.patterns }
    }

    private mutating func readKeys() {
        let names = Set([before, after].flatMap { Array($0.servers.keys) + $0.silent.keys })
        for name in names.sorted() {
            switch (before.servers[name], after.servers[name]) {
            case (let first?, let last?): add(.keys, name, first.keys, last.keys)
            case (_, nil): leaveOut(.keys, name, "at the end it " + (after.silent[name].map(Self.clause) ?? "was down"))
            case (nil, _):
                leaveOut(.keys, name, "before traffic it " + (before.silent[name].map(Self.clause) ?? "was down"))
            }
        }
        if names.isEmpty { leaveOutServers(.keys) }
    }

    /// `it was frozen` without its subject.
    private static func clause(_ reason: String) -> String {
        reason.hasPrefix("it ") ? String(reason.dropFirst(3)) : reason
    }

    private mutating func readNodes(
        _ resource: ResourceReading.Resource,
        _ value: KeyPath<ResourceLook.Node, Int?>
    ) {
        let usual = before.nodes.values.compactMap { $0[keyPath: value] }.max()
        for (node, last) in after.nodes.sorted(by: { $0.key < $1.key }) {
            let known = before.nodes[node].map { $0[keyPath: value] } ?? usual
            if let known, let held = last[keyPath: value] {
                add(resource, "\(node)", known, held)
            } else {
                leaveOut(resource, "\(node)", "its process could not be looked into both times")
            }
        }
    }
}
