package import Core
import NIOCore

// What faults do to links. Everything takes effect at once, on connections that exist and on those that come later.
extension LinkNetwork {
    /// Impairs the edges of a scope until ``lift(_:resetting:)``. When it returns, it works.
    package func impose(_ impairment: LinkImpairment, on scope: LinkScope) async throws -> LinkGrip {
        let grip = try await perform { exchange in
            let grip = LinkGrip(number: exchange.newNumber())
            exchange.imposed.append(
                .init(grip: grip, scope: scope, impairment: impairment, firstNew: exchange.nextConnection)
            )
            exchange.reconsiderAll()
            return grip
        }
        try await performAndWait { $0.reconsiderListeners() }
        return grip
    }

    /// Ends an impairment. What it kept back passes now; with `resetting` the connections of its scope get RST instead.
    ///
    /// - Returns: the connections that were reset.
    @discardableResult
    package func lift(_ grip: LinkGrip, resetting: Bool = false) async throws -> [LinkTrace] {
        let traces = try await perform { exchange -> [LinkTrace] in
            guard let index = exchange.imposed.firstIndex(where: { $0.grip == grip }) else { return [] }
            let scope = exchange.imposed.remove(at: index).scope
            let connections = resetting ? exchange.connections(in: scope).filter { $0.state != .ending } : []
            let traces = connections.compactMap(\.trace)
            for connection in connections { exchange.end(connection, .reset) }
            exchange.reconsiderAll()
            return traces
        }
        try await performAndWait { $0.reconsiderListeners() }
        return traces
    }

    /// Ends the connections that exist, the idle ones too.
    ///
    /// - Returns: what they were.
    package func end(_ manner: LinkEnding, in scope: LinkScope) async throws -> [LinkTrace] {
        try await perform { exchange in
            let connections = exchange.connections(in: scope).filter { $0.state != .ending }
            let traces = connections.compactMap(\.trace)
            for connection in connections { exchange.end(connection, manner) }
            return traces
        }
    }

    /// Waits for the nth of something from now on. ``news`` tells when it was met.
    package func watch(_ watch: LinkWatch) async throws -> LinkWatchID {
        try await register(watch, hook: nil)
    }

    /// Arms the hook of a trigger; when it is met, `onHook` is called with the number of the fault.
    package func arm(_ hook: LinkHook, fault: Int) async throws {
        _ = try await register(LinkWatch(hook), hook: fault)
    }

    /// Lets go what a watch holds, and takes the watch away.
    package func release(_ id: LinkWatchID) async throws {
        try await perform { $0.release { $0.id == id } }
    }

    /// Lets go what the hook of a fault holds, and takes the hook away.
    package func release(hook fault: Int) async throws {
        try await perform { $0.release { $0.hook == fault } }
    }

    private func register(_ watch: LinkWatch, hook: Int?) async throws -> LinkWatchID {
        try await perform { exchange in
            let id = LinkWatchID(number: exchange.newNumber())
            exchange.watches.append(.init(id: id, watch: watch, hook: hook))
            exchange.armAll()
            return id
        }
    }
}

// What is seen of it.
extension LinkNetwork {
    /// Sums over the edges of a scope.
    package func counters(in scope: LinkScope) async throws -> LinkCounters {
        try await perform { $0.total(in: scope) }
    }

    /// The connections of a scope that are open now.
    package func connections(in scope: LinkScope) async throws -> [LinkTrace] {
        try await perform { exchange in
            exchange.connections(in: scope).filter { $0.state != .ending }.compactMap(\.trace)
        }
    }

    /// The ports on which the edges of a scope have listeners of their own.
    package func ports(in scope: LinkScope) async throws -> [UInt16] {
        try await perform { exchange in
            exchange.listeners.compactMap { listener in
                guard case .edge(let edge) = listener.purpose, scope.contains(edge) else { return nil }
                return listener.port
            }
        }
    }

    /// The next connection from this port is a probe: it is accepted and ended, and nobody is dialled for it.
    func expectProbe(from port: UInt16) async throws {
        try await perform { $0.expectProbe(from: port) }
    }

    func forgetProbe(from port: UInt16) async throws {
        try await perform { $0.forgetProbe(from: port) }
    }
}

extension LinkExchange {
    fileprivate func release(_ matches: (Watched) -> Bool) {
        for watched in watches.filter(matches) {
            watches.removeAll { $0.id == watched.id }
            for connection in connections.values { connection.release(watched.id) }
        }
        armAll()
        for connection in connections.values { connection.pumpAll() }
    }
}
