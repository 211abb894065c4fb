import Core
@testable import Orchestrator
import Testing

@Suite struct SpaceTimeTests {
    private func scene(_ fixture: ReportFixture, hop: Hop? = nil) throws -> SpaceTime {
        var fixture = fixture
        let input = fixture.input()
        let finding = try #require(input.run.verdict?.classes.first { $0.count > 0 }?.first)
        let journey = try #require(input.journeys.first)
        return try #require(
            SpaceTime(
                journey,
                finding: finding,
                hop: hop,
                faults: [],
                carrier: ClientID(1),
                origin: ReportFixture.origin
            )
        )
    }

    @Test func aLossBreaksBehindTheLastLaneOnRecord() throws {
        let scene = try scene(.oneLoss())
        #expect(scene.names == ["p1 (c1)", "n2", "Redis", "n1", "c2"])
        #expect(scene.trails.map(\.sequence) == [3, 4, 5, 6, 7])
        let focus = try #require(scene.trails.first { $0.isFocus })
        #expect(focus.sequence == 5)
        #expect(focus.stops.map(\.lane) == [.publisher, .sendingNode, .redis])
        #expect(focus.broken == .behind(.redis))
        #expect(scene.trails.filter { !$0.isFocus }.allSatisfy { $0.stops.count == 4 && $0.arrivals.count == 1 })
        let steps = SpaceTimeText(scene).steps
        #expect(steps.filter(\.isBad).map(\.text) == ["nothing shows that n1 received it from Redis"])
    }

    @Test func theCauseDecidesWhereItBroke() throws {
        let places: [(Hop, SpaceTime.Break)] = [
            (.publisherToNode, .behind(.publisher)), (.sendingNode, .at(.sendingNode)), (.redis, .at(.redis)),
            (.nodeToClient, .behind(.receivingNode)), (.client, .at(.client)), (.unknown, .behind(.redis)),
        ]
        for (hop, place) in places {
            #expect(try scene(.oneLoss(), hop: hop).trails.first(where: \.isFocus)?.broken == place)
        }
    }

    @Test func withoutHopsNothingIsClaimedAboutTheWay() throws {
        var fixture = ReportFixture.oneLoss()
        fixture.hops = []
        let scene = try scene(fixture)
        #expect(!scene.hasHops)
        #expect(SpaceTimeText(scene).steps.contains { $0.text.contains("not on record") })
    }

    @Test func theSecondCopyIsTheWrongOne() throws {
        var fixture = ReportFixture()
        for sequence in 1...4 as ClosedRange<UInt32> { fixture.send(sequence, twice: sequence == 3 ? 3 : nil) }
        fixture.send(5, isLast: true)
        let scene = try scene(fixture)
        let focus = try #require(scene.trails.first { $0.isFocus })
        #expect(focus.arrivals.count == 2)
        #expect(focus.broken == .arrivals(from: 1))
        #expect(SpaceTimeText(scene).steps.filter(\.isBad).map(\.text) == ["c3 sees it, copy 2: again"])
    }

    @Test func outagesOfTheNodesOnTheWayAreShown() throws {
        var fixture = ReportFixture()
        for sequence in 1...10 as ClosedRange<UInt32> {
            if sequence == 5 {
                fixture.add(.backplane, 1)
                fixture.add(.backplane, 3)
            }
            fixture.send(sequence, missing: sequence == 5 ? 2 : nil)
            if sequence == 6 { fixture.add(.backplane, 1) { $0.flags = 1 } }
        }
        fixture.send(11, isLast: true)
        let outages = try scene(fixture).outages
        #expect(outages.map(\.lane) == [.receivingNode])
        #expect(outages.first?.end != nil)
        #expect(outages.first?.text.hasPrefix("not subscribed from") == true)
    }
}
