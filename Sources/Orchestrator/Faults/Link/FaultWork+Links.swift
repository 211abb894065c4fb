import Core

extension FaultWork {
    func holding(all things: [String], _ body: () async throws -> Void) async throws {
        guard let first = things.first else { return try await body() }
        try await holding(first) { try await holding(all: Array(things.dropFirst()), body) }
    }

    /// The edges that a fault means, as roles are now.
    func scope(of aim: LinkAim) async throws -> LinkScope {
        guard let target = aim.to else { return .link(aim.link) }
        return .link(aim.link, to: try await fleet.linkEnds(of: target))
    }

    func impair(_ fault: some LinkImpairing) async throws {
        try await holding(all: fault.holds) {
            try await impair(
                try await scope(of: fault.aim),
                with: fault.impairment,
                milliseconds: fault.forMilliseconds,
                heal: fault.heal,
                "\(type(of: fault).noun) of \(fault.aim.link)"
            )
        }
    }

    /// Seen when the link works under it: see ``see(_:_:in:milliseconds:since:)``. Healed when what was kept back has passed,
    /// and new connections are taken.
    ///
    /// - Parameter what: what undoes it is called the same.
    func impair(
        _ scope: LinkScope,
        with impairment: LinkImpairment,
        milliseconds: Int?,
        heal: LinkHealing,
        _ what: String
    ) async throws {
        let before = try await fleet.links.counters(in: scope)
        let began = ContinuousClock.now
        let grip = try await fleet.links.impose(impairment, on: scope)
        do {
            try await see(impairment, grip, in: scope, milliseconds: milliseconds, since: before)
            try await observed()
            let rest = milliseconds.map { max(0, $0 - Int((ContinuousClock.now - began) / .milliseconds(1))) }
            try await last(milliseconds: rest, what)
            try await healing()
            let passing = try await fleet.links.counters(in: scope)
            let reset = try await fleet.links.lift(grip, resetting: heal == .reset)
            try await requireGone(reset)
            try await requirePassing(in: scope, since: passing)
            closed(what)
            try await healed()
        } catch {
            _ = try? await fleet.links.lift(grip)
            closed(what)
            throw error
        }
    }

    /// What shows an impairment: for `refuse`, that every port of the link refuses whoever connects; for idle connections,
    /// that one was given up; for what concerns new connections only, that there is one; for the others, that somebody is connected through the link and so is under it, or tried
    /// to while it lasted.
    private func see(
        _ impairment: LinkImpairment,
        _ grip: LinkGrip,
        in scope: LinkScope,
        milliseconds: Int?,
        since before: LinkCounters
    ) async throws {
        let patience = milliseconds.map { min(.milliseconds($0), Self.verificationTimeout) } ?? Self.verificationTimeout
        switch impairment {
        case .refuse:
            let ports = try await fleet.links.ports(in: scope)
            for port in ports where try await fleet.links.takesConnections(on: port) {
                throw FaultFailure(reason: "the link of \(scope) still took connections")
            }
            if !ports.isEmpty { return }
        case .idleCull(let limit, _):
            let news = fleet.links.news
            armed()
            // What is not over by itself is waited for as long as there is traffic.
            let seen = await beforeTrafficEnds(orAfter: milliseconds) { await news.first { $0.culled[grip] != nil } }
            try Task.checkCancellation()
            guard seen != nil else {
                throw FaultFailure(reason: "no connection of \(scope) was idle for \(limit) ms")
            }
            return
        case .acceptHang, .blackhole(_, .new):
            // Connections that were there before are not under it.
            armed()
            return try await eventually("a new connection over \(scope)", within: patience) {
                try await fleet.links.counters(in: scope).opened > before.opened
            }
        case .blackhole, .latency, .bandwidth: break
        }
        try await eventually("a connection over \(scope)", within: patience) {
            let now = try await fleet.links.counters(in: scope)
            return now.open > 0 || now.opened > before.opened || now.refused > before.refused
        }
    }

    /// Ends the connections that exist. Seen when neither kernel's end of any is connected any more; healed when the link
    /// takes new ones.
    func end(_ manner: LinkEnding, in scope: LinkScope) async throws {
        let traces = try await fleet.links.end(manner, in: scope)
        guard !traces.isEmpty else { throw FaultFailure(reason: "no connection was open over \(scope)") }
        try await requireGone(traces)
        try await observed()
        try await healing()
        try await requireTaking(in: scope)
        try await healed()
    }

    /// Waits for something on a link, but not longer than there is traffic.
    ///
    /// - Throws: ``FaultFailure`` when it did not come.
    func met(_ id: LinkWatchID, _ what: String) async throws -> LinkSighting {
        let news = fleet.links.news
        let seen = await beforeTrafficEnds(orAfter: nil) { await news.first { $0.met[id] != nil } }
        try Task.checkCancellation()
        guard let sighting = seen?.met[id] else {
            throw FaultFailure(reason: "\(what) did not come while there was traffic")
        }
        return sighting
    }

    /// Bytes move again: what was kept back has passed, or has begun to, and nobody waits to be dialled.
    func requirePassing(in scope: LinkScope, since before: LinkCounters) async throws {
        try await eventually("bytes that pass over \(scope) again") {
            let now = try await fleet.links.counters(in: scope)
            let hasPassed = now.bytesTo + now.bytesFrom > before.bytesTo + before.bytesFrom
            let hasDialled = now.dialled + now.unreachable > before.dialled + before.unreachable
            return (now.withheld == 0 || hasPassed) && (now.waiting == 0 || hasDialled)
        }
        try await requireTaking(in: scope)
    }

    func requireGone(_ traces: [LinkTrace]) async throws {
        guard !traces.isEmpty else { return }
        try await eventually("the end of \(traces.count) connections") { LinkNetwork.areGone(traces) }
    }

    /// New connections are taken, on every port of its own that the link has.
    private func requireTaking(in scope: LinkScope) async throws {
        for port in try await fleet.links.ports(in: scope) {
            try await eventually("a new connection over \(scope)") { try await fleet.links.takesConnections(on: port) }
        }
    }

    /// Nil when traffic ends, or the time is over, first.
    private func beforeTrafficEnds<Value: Sendable>(
        orAfter milliseconds: Int?,
        _ body: @escaping @Sendable () async -> Value?
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await body() }
            group.addTask { [board] in
                _ = await board.first { $0.isTrafficDone || $0.failure != nil }
                return nil
            }
            if let milliseconds {
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(milliseconds))
                    return nil
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
