// The applications of a run: the main one, which `nodes`, `clients` and `traffic` describe, and those of `apps`.
extension Scenario {
    /// Of all applications; those of the main one come first.
    package var nodesAtStart: Int { nodes.count + apps.reduce(0) { $0 + $1.nodes } }

    /// Of all applications; those of the main one come first.
    package var clientCount: Int { clients.count + apps.reduce(0) { $0 + $1.clients } }

    /// What the main application is called in plans and audiences; nil where it is the only one.
    package var mainApp: String? { apps.isEmpty ? nil : nodes.app }

    /// Whom `to: all` of the main application means.
    package var everyone: Audience { mainApp.map { .app($0) } ?? .all }

    /// The application that a node serves, and its database; nil is the main one, to which added nodes belong too.
    package func app(of node: NodeID) -> AppSpec? {
        var next = nodes.count
        guard node.index >= next else { return nil }
        return apps.first { app in
            next += app.nodes
            return node.index < next
        }
    }

    /// What the application of a node is called in plans; nil where there is only one.
    package func appName(of node: NodeID) -> String? { app(of: node)?.name ?? mainApp }
}
