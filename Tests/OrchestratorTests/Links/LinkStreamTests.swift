import Core
import NIOCore
import Orchestrator
import Testing

/// No byte is lost, doubled or reordered by a link that is healthy or healed: streams in which every position can be told go
/// both ways through everything that a link does and its healing.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LinkStreamTests {
    private static let total = 20_000_000

    private func expectWhole(_ bench: LinkBench, _ disturb: (LinkBench) async throws -> Void) async throws {
        let (near, far) = try await bench.connect()
        async let up: Void = near.pour(Self.total)
        async let down: Void = far.pour(Self.total)
        _ = await far.first { $0.count > 300_000 }
        try await disturb(bench)
        try await up
        try await down
        try await near.endOutput()
        try await far.endOutput()
        for peer in [near, far] {
            let state = try #require(await peer.first { $0.end != nil })
            #expect(state.count == Self.total)
            #expect(state.wrongAt == nil)
            #expect(state.end == .closed)
        }
        #expect(try await bench.eventually { $0.open == 0 })
        let counters = try await bench.counters()
        #expect(counters.bytesTo == Self.total)
        #expect(counters.bytesFrom == Self.total)
        #expect(counters.reset == 0)
    }

    @Test func aHealthyLinkPassesEverything() async throws {
        try await withLink { try await expectWhole($0) { _ in } }
    }

    @Test(arguments: [
        LinkImpairment.blackhole(.both), .blackhole(.to), .blackhole(.from), .blackhole(.both, .existing),
        .latency(milliseconds: 20, jitterMilliseconds: 15), .latency(milliseconds: 10, .from),
        .bandwidth(bytesPerSecond: 2_000_000), .bandwidth(bytesPerSecond: 500_000, .to),
    ])
    func everyImpairmentHealsWithoutALoss(impairment: LinkImpairment) async throws {
        try await withLink { bench in
            try await expectWhole(bench) { bench in
                for _ in 0..<3 {
                    let grip = try await bench.network.impose(impairment, on: bench.scope)
                    let isSeen = try await bench.eventually { $0.withheld > 0 || $0.passed == 2 * Self.total }
                    #expect(isSeen)
                    try await bench.network.lift(grip)
                }
            }
        }
    }

    @Test func impairmentsTogetherHealWithoutALoss() async throws {
        try await withLink { bench in
            try await expectWhole(bench) { bench in
                var grips: [LinkGrip] = []
                for impairment in [
                    LinkImpairment.latency(milliseconds: 5, jitterMilliseconds: 20),
                    .bandwidth(bytesPerSecond: 900_000),
                    .refuse, .acceptHang, .blackhole(.to), .idleCull(milliseconds: 1, .silent),
                ] {
                    grips.append(try await bench.network.impose(impairment, on: bench.scope))
                    #expect(try await bench.eventually { $0.withheld > 0 || $0.passed == 2 * Self.total })
                }
                for grip in grips { try await bench.network.lift(grip) }
            }
        }
    }

    @Test func connectionsThatComeUnderSilenceLoseNothing() async throws {
        for impairment in [LinkImpairment.blackhole(.both), .blackhole(.from, .new), .acceptHang] {
            try await withLink { bench in
                let grip = try await bench.network.impose(impairment, on: bench.scope)
                let near = try await Peer.connect(to: bench.port)
                async let up: Void = near.pour(Self.total)
                #expect(try await bench.eventually { $0.waiting == 1 })
                #expect(bench.host.peers.value.isEmpty)
                try await bench.network.lift(grip)
                let far = try #require(await bench.host.peer())
                try await up
                try await near.endOutput()
                let state = try #require(await far.first { $0.end != nil })
                #expect(state.count == Self.total)
                #expect(state.wrongAt == nil)
            }
        }
    }

    @Test func framesThatAreLookedAtPassWhole() async throws {
        try await withLink(frames: true) { bench in
            let (near, far) = try await bench.connect()
            let command = Array("*2\r\n$9\r\nSUBSCRIBE\r\n$3\r\nabc\r\n".utf8)
            let reply = Array("*3\r\n$7\r\nmessage\r\n$3\r\nabc\r\n$5\r\nhello\r\n".utf8)
            try await bench.network.arm(LinkHook(LinkBench.link, .command("NEVER")), fault: 1)
            for _ in 0..<200 {
                try await near.send(Array(repeating: command, count: 20).flatMap { $0 })
                try await far.send(Array(repeating: reply, count: 20).flatMap { $0 })
            }
            #expect(await far.first { $0.count == 4_000 * command.count } != nil)
            #expect(await near.first { $0.count == 4_000 * reply.count } != nil)
            #expect(try await bench.counters().withheld == 0)
        }
    }
}

extension LinkCounters {
    fileprivate var passed: Int { bytesTo + bytesFrom }
}
