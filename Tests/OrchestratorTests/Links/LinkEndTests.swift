import Core
import Glibc
import NIOCore
import NIOPosix
import Orchestrator
import Testing

/// How connections end, and do not begin, as their peers see it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LinkEndTests {
    @Test func aHalfThatEndsLeavesTheOtherOpen() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            try await near.send("question")
            try await near.endOutput()
            #expect(await far.ended() == .closed)
            #expect(far.state.value.text == "question")
            try await far.pour(3_000_000)
            try await far.endOutput()
            let state = try #require(await near.first { $0.end != nil })
            #expect(state.end == .closed)
            #expect(state.count == 3_000_000)
            #expect(try await bench.eventually { $0.open == 0 })
        }
    }

    @Test func aPeersResetReachesTheOther() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            try await near.reset()
            #expect(await far.ended() == .reset)
            let (other, end) = try await bench.connect()
            try await end.reset()
            #expect(await other.ended() == .reset)
            #expect(try await bench.eventually { $0.open == 0 })
        }
    }

    @Test func aResetIsRSTAtBothEndsOfIdleConnectionsToo() async throws {
        try await withLink { bench in
            let pairs = [try await bench.connect(), try await bench.connect()]
            try await pairs[0].near.send("busy")
            #expect(await pairs[0].far.received("busy"))
            let traces = try await bench.network.end(.reset, in: bench.scope)
            #expect(traces.count == 2)
            for pair in pairs {
                #expect(await pair.near.ended() == .reset)
                #expect(await pair.far.ended() == .reset)
            }
            #expect(LinkNetwork.areGone(traces))
            #expect(try await bench.counters().reset == 2)
            let (near, far) = try await bench.connect()
            try await near.send("again")
            #expect(await far.received("again"))
        }
    }

    @Test func aCloseIsFINAtBothEnds() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            let traces = try await bench.network.end(.close, in: bench.scope)
            #expect(await near.ended() == .closed)
            #expect(await far.ended() == .closed)
            #expect(LinkNetwork.areGone(traces))
            try await near.close()
            try await far.close()
            #expect(try await bench.eventually { $0.open == 0 && $0.closed == 1 })
        }
    }

    @Test func refusedIsECONNREFUSEDAndThePortComesBack() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            for _ in 0..<3 {
                let grip = try await bench.network.impose(.refuse, on: bench.scope)
                let error = await #expect(throws: NIOConnectionError.self) {
                    _ = try await Peer.connect(to: bench.port)
                }
                let cause = error?.connectionErrors.first?.error as? IOError
                #expect(cause?.errnoCode == ECONNREFUSED)
                #expect(try await !bench.network.takesConnections(on: bench.port))
                try await bench.network.lift(grip)
                #expect(try await bench.network.takesConnections(on: bench.port))
            }
            try await near.send("still here")
            #expect(await far.received("still here"))
            let again = try await bench.connect()
            try await again.far.send("hello")
            #expect(await again.near.received("hello"))
            #expect(try await bench.counters().opened == 2)
        }
    }

    @Test func aProbeReachesNobody() async throws {
        try await withLink { bench in
            #expect(try await bench.network.takesConnections(on: bench.port))
            let (near, far) = try await bench.connect()
            try await near.send("x")
            #expect(await far.received("x"))
            #expect(bench.host.peers.value.count == 1)
            #expect(try await bench.counters().opened == 1)
        }
    }

    @Test func inABlackholeEndsAreNotPassedOnEither() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            let (other, end) = try await bench.connect()
            let grip = try await bench.network.impose(.blackhole(.both), on: bench.scope)
            try await near.send("last words")
            try await near.close()
            try await other.reset()
            #expect(try await bench.eventually { $0.withheld == 10 })
            // What is sent the other way comes out at the end of the silence only, or never.
            try await far.send("unheard")
            #expect(try await bench.eventually { $0.withheld >= 10 })
            #expect(far.state.value.end == nil)
            #expect(end.state.value.end == nil)
            #expect(far.state.value.count == 0)
            try await bench.network.lift(grip)
            #expect(await far.received("last words"))
            #expect(await far.ended() != nil)
            #expect(await end.ended() == .reset)
        }
    }

    @Test func aBlackholeCanHealWithResets() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            let grip = try await bench.network.impose(.blackhole(.both), on: bench.scope)
            try await near.send("never seen")
            #expect(try await bench.eventually { $0.withheld > 0 })
            let traces = try await bench.network.lift(grip, resetting: true)
            #expect(traces.count == 1)
            #expect(await near.ended() == .reset)
            #expect(await far.ended() == .reset)
            #expect(far.state.value.count == 0)
        }
    }

    @Test func aBlackholeOfNewConnectionsLeavesOldOnesAlone() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            let grip = try await bench.network.impose(.blackhole(.both, .new), on: bench.scope)
            try await near.send("fine")
            #expect(await far.received("fine"))
            let new = try await Peer.connect(to: bench.port)
            #expect(try await bench.eventually { $0.waiting == 1 })
            #expect(bench.host.peers.value.count == 1)
            try await bench.network.lift(grip)
            try await new.send("late")
            let late = try #require(await bench.host.peer(2))
            #expect(await late.received("late"))
        }
    }

    @Test func whatWasSaidBeforeTheDialIsPassedOnWhenItsSenderHasLeft() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            let grip = try await bench.network.impose(.blackhole(.both), on: bench.scope)
            for _ in 0..<20 {
                let peer = try await Peer.connect(to: bench.port)
                try await peer.send("given up")
                try await peer.close()
            }
            #expect(try await bench.eventually { $0.waiting == 20 })
            try await bench.network.lift(grip)
            for nth in 2...21 {
                let late = try #require(await bench.host.peer(nth))
                #expect(await late.received("given up"))
                #expect(await late.ended() == .closed)
            }
            // Nothing of it stands in the way of the others.
            try await near.send("fine")
            #expect(await far.received("fine"))
        }
    }

    @Test func whoeverConnectsWhileNobodyListensUpstreamIsReset() async throws {
        try await withLink { bench in
            await bench.host.stop()
            // It may come before the connect has returned.
            let near = try? await Peer.connect(to: bench.port)
            if let near { #expect(await near.ended() == .reset) }
            let isOver = try await bench.eventually { $0.unreachable == 1 && $0.open == 0 }
            #expect(isOver)
        }
    }

    @Test func aLinkCanBeLedElsewhere() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            let other = try await PeerHost.start()
            try await bench.network.setUpstream(nil, for: LinkBench.edge)
            let new = try await Peer.connect(to: bench.port)
            try await new.send("where to?")
            #expect(try await bench.eventually { $0.waiting == 1 })
            try await bench.network.setUpstream(LinkUpstream(port: other.port), for: LinkBench.edge)
            let late = try #require(await other.peer())
            #expect(await late.received("where to?"))
            try await near.send("stays")
            #expect(await far.received("stays"))
            await other.stop()
        }
    }

    @Test(arguments: [CullManner.silent, .reset, .close])
    func idleConnectionsAreCulled(manner: CullManner) async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            let grip = try await bench.network.impose(.idleCull(milliseconds: 20, manner), on: bench.scope)
            let news = await bench.network.news.first(before: .now + Peer.patience) { $0.culled[grip] != nil }
            #expect(news?.culled[grip] == 1)
            #expect(try await bench.counters().culled == 1)
            switch manner {
            case .silent:
                try await near.send("anybody?")
                #expect(try await bench.eventually { $0.withheld == 8 })
                #expect(far.state.value.count == 0)
                try await bench.network.lift(grip)
                #expect(await far.received("anybody?"))
            case .reset: #expect(await [near.ended(), far.ended()] == [.reset, .reset])
            case .close: #expect(await [near.ended(), far.ended()] == [.closed, .closed])
            }
        }
    }

    @Test func latencyIsAddedEachWay() async throws {
        try await withLink { bench in
            let (near, far) = try await bench.connect()
            _ = try await bench.network.impose(.latency(milliseconds: 30), on: bench.scope)
            let began = ContinuousClock.now
            try await near.send("ping")
            #expect(await far.received("ping"))
            #expect(ContinuousClock.now - began >= .milliseconds(30))
            try await far.send("pong")
            #expect(await near.received("pong"))
            #expect(ContinuousClock.now - began >= .milliseconds(60))
        }
    }
}
