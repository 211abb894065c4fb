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
        /// With a subscriber.
        package var channels: Set<String>
        /// Patterns with a subscriber; Redis does not name them.
        package var patterns: Int
        /// Of all databases, without the counters of the backplane and what faults wrote.
        package var keys: Int

        package init(connections: [NodeID?: Int], channels: Set<String>, patterns: Int, keys: Int) {
            self.connections = connections
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

    package init() {}

    /// Some connection does not say whose it is: a stranger's, or one that has not said it yet.
    package var holdsNameless: Bool { servers.values.contains { ($0.connections[nil] ?? 0) > 0 } }

    /// Whether another look showed the same, memory aside, which is never at rest.
    package func holdsTheSame(as other: ResourceLook) -> Bool {
        servers == other.servers && silent == other.silent && down == other.down
            && nodes.mapValues(\.sockets) == other.nodes.mapValues(\.sockets)
    }
}
