import Core
import Testing

@testable import Client

@Suite(.timeLimit(.minutes(2))) struct FleetTrafficTests {
    @Test func everyClientHearsEveryMessage() async throws {
        let server = try await FakeServer.start()
        let clients = (1...5).map { ClientPlan(client: ClientID($0), node: NodeID(1)) }
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: clients,
                publishers: [publisherPlan(1, count: 20, window: 4), publisherPlan(2, client: 2, count: 10)]
            )
        )
        await bench.command(.connect, until: .connected)
        await bench.command(.start, until: .trafficDone)
        let sentinels = await bench.finish()
        #expect(sentinels.map(\.sequence) == [21, 11])
        #expect(sentinels.map(\.outcome) == [.ok, .ok])
        await bench.command(.settle(sentinels), until: .settled)
        await bench.command(.probe(withinMilliseconds: 5_000), until: .probed(alive: 5, silent: []))
        #expect(try await bench.stop() == .held)

        let history = bench.history
        #expect(history.isClosed)
        #expect(history.records(.connected).map(\.subject).sorted() == [1, 2, 3, 4, 5])
        #expect(history.records(.alive).count == 5)
        #expect(history.records(.publishInvoked).count == 32)
        #expect(history.records(.publishEnded).map(\.flags) == Array(repeating: Outcome.ok.rawValue, count: 32))
        for client: UInt32 in 1...5 {
            let seen = history.records(.delivered).filter { $0.subject == client && $0.publisher == 1 }
            #expect(seen.map(\.sequence) == Array(1...21))
        }
        let (aborts, polite, masked) = try await server.with { ($0.aborts, $0.politeCloses, $0.masked) }
        #expect(aborts == 5)
        #expect(polite == 5)
        #expect(masked)
        try await server.stop()
    }

    @Test func aPublishIsRecordedBeforeItsMessageCanBeSeen() async throws {
        let server = try await FakeServer.start()
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
                publishers: [publisherPlan(1, count: 5)]
            )
        )
        await bench.command(.connect, until: .connected)
        await bench.command(.start, until: .trafficDone)
        try await bench.stop()
        for delivery in bench.history.records(.delivered) {
            let invoked = bench.history.records(.publishInvoked).first { $0.sequence == delivery.sequence }
            #expect((invoked?.time ?? .max) < delivery.time)
            #expect(invoked?.time == delivery.extra)
        }
        #expect(bench.history.records(.delivered).count == 5)
        try await server.stop()
    }

    @Test func groupsAndUsersGetTheirOwn() async throws {
        let server = try await FakeServer.start()
        let audiences: [Audience] = [.all, .group("red"), .user("ann")]
        let clients = [
            ClientPlan(client: ClientID(1), node: NodeID(1), groups: [1]),
            ClientPlan(client: ClientID(2), node: NodeID(1), user: "ann"),
            ClientPlan(client: ClientID(3), node: NodeID(1), user: "bob", groups: [1]),
        ]
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: clients,
                publishers: [publisherPlan(1, audiences: [0, 1, 2], count: 6)],
                audiences: audiences
            )
        )
        await bench.command(.connect, until: .connected)
        await bench.command(.start, until: .trafficDone)
        let sentinels = await bench.finish()
        #expect(sentinels.map(\.audience) == [0, 1, 2])
        await bench.command(.settle(sentinels), until: .settled)
        try await bench.stop()
        func seen(_ client: UInt32) -> [UInt32] {
            bench.history.records(.delivered).filter { $0.subject == client }.map(\.sequence)
        }
        #expect(seen(1) == [1, 2, 4, 5, 7, 8])
        #expect(seen(2) == [1, 3, 4, 6, 7, 9])
        #expect(seen(3) == [1, 2, 4, 5, 7, 8])
        #expect(bench.history.records(.joinInvoked).map(\.detail) == [1, 1])
        #expect(bench.history.records(.joined).map(\.subject).sorted() == [1, 3])
        try await server.stop()
    }

    @Test func keepsItsRate() async throws {
        let server = try await FakeServer.start()
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
                publishers: [publisherPlan(1, count: 11, rate: 100, window: 100)]
            )
        )
        await bench.command(.connect, until: .connected)
        await bench.command(.start, until: .trafficDone)
        try await bench.stop()
        let times = bench.history.records(.publishInvoked).map(\.time)
        // Never early; a busy machine may be late.
        for (index, time) in times.enumerated() {
            #expect(time + 1_000_000 >= times[0] + UInt64(index) * 10_000_000)
        }
        #expect(times.count == 11)
        try await server.stop()
    }

    @Test func tellsDefiniteFailuresFromUnknownOnes() async throws {
        var script = FakeServer.Script()
        script.publishFailures = 2
        let server = try await FakeServer.start(script)
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
                publishers: [publisherPlan(1, count: 3), publisherPlan(2, count: 1, retry: .untilAcknowledged)]
            )
        )
        await bench.command(.connect, until: .connected)
        await bench.command(.start, until: .trafficDone)
        await bench.progress { $0.acknowledged == 3 && $0.failed == 1 }
        try await server.with { hub in
            hub.script.publishFailures = 1
            hub.script.publishFailure = .info
        }
        _ = await bench.finish()
        try await bench.stop()
        let first = bench.history.records(.publishEnded).filter { $0.publisher == 1 }
        #expect(first.prefix(3).map(\.flags) == [Outcome.fail, .ok, .ok].map(\.rawValue))
        let second = bench.history.records(.publishEnded).filter { $0.publisher == 2 }
        #expect(second.prefix(2).map(\.flags) == [Outcome.fail, .ok].map(\.rawValue))
        #expect(second.prefix(2).map(\.detail) == [1, 2])
        #expect(bench.history.records(.publishEnded).contains { $0.flags == Outcome.info.rawValue })
        try await server.stop()
    }

    @Test func leavesNoPublishOpenWhenTheTimeIsUp() async throws {
        var script = FakeServer.Script()
        script.unanswered = ["PublishAll"]
        let server = try await FakeServer.start(script)
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
                publishers: [publisherPlan(1, count: 1)]
            )
        )
        await bench.command(.connect, until: .connected)
        bench.command(.start)
        await bench.progress { $0.invoked == 1 }
        let sentinels = await bench.finish(withinMilliseconds: 50)
        #expect(sentinels.map(\.outcome) == [.fail])
        try await bench.stop()
        #expect(
            bench.history.records(.publishEnded).map(\.flags) == [Outcome.info.rawValue, Outcome.fail.rawValue]
        )
        #expect(bench.history.records(.publishInvoked).map(\.sequence) == [1, 2])
        try await server.stop()
    }
}
