/// A further application on the same Redis, with nodes, clients and traffic of its own. The applications share nothing but
/// Redis: what one sends must never reach another.
package struct AppSpec: Hashable, Sendable {
    /// Channel and counter key, and the name of its audience, `app:NAME`.
    package var name: String
    package var database: Int
    /// They come after those of the main application: with two there, its first is n3.
    package var nodes: Int
    /// They come after those of the main application.
    package var clients: Int
    package var traffic: [TrafficSpec]

    package init(name: String, database: Int = 0, nodes: Int = 2, clients: Int = 4, traffic: [TrafficSpec]) {
        self.name = name
        self.database = database
        self.nodes = nodes
        self.clients = clients
        self.traffic = traffic
    }
}
