import Core
import Testing

@Suite struct FailpointTableTests {
    private func failpoint(_ id: Int, _ point: Failpoint.Point = .beforeWrite, nth: Int = 1) -> Failpoint {
        Failpoint(id: id, point: point, action: .pause, nth: nth, pauseMilliseconds: 10)
    }

    @Test func theNthMessageFromTheArmingOnHitsIt() {
        var table = FailpointTable()
        #expect(table.reach(.beforeWrite).isEmpty)
        table.arm(failpoint(1, nth: 3))
        #expect(table.reach(.beforeWrite).isEmpty)
        #expect(table.reach(.beforeWrite).isEmpty)
        #expect(table.reach(.beforeWrite).map(\.id) == [1])
        #expect(table.isEmpty)
        #expect(table.reach(.beforeWrite).isEmpty)
    }

    @Test func pointsAreCountedApart() {
        var table = FailpointTable()
        table.arm(failpoint(1, .beforeSend, nth: 2))
        table.arm(failpoint(2, .afterSend))
        #expect(table.isWatched(.beforeSend))
        #expect(!table.isWatched(.beforeReceive))
        #expect(table.reach(.beforeReceive).isEmpty)
        #expect(table.reach(.afterSend).map(\.id) == [2])
        #expect(!table.isWatched(.afterSend))
        #expect(table.reach(.beforeSend).isEmpty)
        #expect(table.reach(.beforeSend).map(\.id) == [1])
    }

    @Test func oneMessageCanHitSeveral() {
        var table = FailpointTable()
        table.arm(failpoint(1, nth: 2))
        _ = table.reach(.beforeWrite)
        table.arm(failpoint(2))
        #expect(table.reach(.beforeWrite).map(\.id) == [1, 2])
    }

    @Test func whatIsTakenBackTellsHowNearItCame() {
        var table = FailpointTable()
        table.arm(failpoint(1, nth: 5))
        _ = table.reach(.beforeWrite)
        _ = table.reach(.beforeWrite)
        #expect(table.disarm(1) == 2)
        #expect(table.disarm(1) == nil)
        #expect(table.isEmpty)
    }

    @Test func armingAgainCountsAnew() {
        var table = FailpointTable()
        table.arm(failpoint(1, nth: 2))
        _ = table.reach(.beforeWrite)
        table.arm(failpoint(1, nth: 2))
        #expect(table.reach(.beforeWrite).isEmpty)
        #expect(table.reach(.beforeWrite).map(\.id) == [1])
    }
}
