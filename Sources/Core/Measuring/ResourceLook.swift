/// One look from outside at everything that nodes could leave behind.
package struct ResourceLook: Hashable, Sendable {
    /// A node that runs; nil is what could not be read.
    package struct Node: Hashable, Sendable {
        package var sockets: Int?
        /// Own memory (RssAnon), bytes.
        package var memory: Int?

        package init(sockets: Int?, memory: Int?) {
            self.sockets = sockets
            self.memory = memory
        }
    }

    /// A data server that answered.
    package struct Server: Hashable, Sendable {
        /// Connections by the node whose name they bear; under nil those that bear none. Those of replicas, sentinels and the
        /// harness are left out.
        package var connections: [NodeID?: Int]
        /// Of those, connections that nodes use for a moment when they begin.
        package var passing: Int
        /// With a subscriber.
        package var channels: Set<String>
        /// Patterns with a subscriber; Redis does not name them.
        package var patterns: Int
        /// Of all databases, without the counters of the backplane and what faults wrote.
        package var keys: Int

        package init(
            connections: [NodeID?: Int],
            passing: Int = 0,
            channels: Set<String>,
            patterns: Int,
            keys: Int
        ) {
            self.connections = connections
            self.passing = passing
            self.channels = channels
            self.patterns = patterns
            self.keys = keys
        }
    }

    package var nodes: [NodeID: Node] = [:]
    package var servers: [String: Server] = [:]
    /// Servers that run and could not be counted, with the reason.
    package var silent: [String: String] = [:]
    /// Servers that do not run: they hold no connection and no subscription.
    package var down: Set<String> = []

    /// Earlier looks showed the same: what nodes hold at rest, not what they hold while they begin.
    package var isSettled = true

    package init() {}

    /// Some node has a connection that it will close by itself.
    package var holdsPassing: Bool { servers.values.contains { $0.passing > 0 } }

    /// Something was not there to be read that may be the next time.
    package var isPartial: Bool { !silent.isEmpty || nodes.values.contains { $0.sockets == nil || $0.memory == nil } }

    /// Some connection does not say whose it is: a stranger's, or one that has not said it yet.
    package var holdsNameless: Bool { servers.values.contains { ($0.connections[nil] ?? 0) > 0 } }

    /// Whether another look showed the same, memory aside, which is never at rest.
    package func holdsTheSame(as other: ResourceLook) -> Bool {
        servers == other.servers && silent == other.silent && down == other.down
            && nodes.mapValues(\.sockets) == other.nodes.mapValues(\.sockets)
    }
}
