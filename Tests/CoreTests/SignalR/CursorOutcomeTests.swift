import Core
import Testing

/// What a node does with a presented cursor: the rows of the table in the reference, section 4.
@Suite struct CursorOutcomeTests {
    private func node(_ ids: ClosedRange<UInt64> = 100...119) -> BusFixture {
        let fixture = BusFixture(settings: BusFixture.small)
        fixture.publish(ids)
        return fixture
    }

    @Test(arguments: [nil, ""])
    func missingStartsBehindTheNewest(cursor: String?) throws {
        let node = node()
        let subscription = try node.subscribe(cursor: cursor)
        #expect(node.bus.takeWoken().isEmpty)
        #expect(subscription.cursor == 119)
        #expect(node.drain(subscription) == [])
        node.publish(120)
        #expect(node.drain(subscription) == ["120"])
    }

    @Test(arguments: ["s-0", "s-0,XY", "s-0,1|0,1", "s-0,11111111111111111"])
    func malformedThrowsWhileSubscribing(cursor: String) {
        let node = node()
        #expect(throws: SignalRError.self) { try node.subscribe(cursor: cursor) }
        #expect(node.bus.signals.find("c-c1") == nil)
    }

    /// Row 36 as well: another kind of cursor is treated as new.
    @Test(arguments: ["d-1F-a,5", "s-0,64|1,64"])
    func foreignIsASilentGap(cursor: String) throws {
        let node = node()
        let subscription = try node.subscribe(cursor: cursor)
        #expect(node.drain(subscription) == [])
        node.publish(120)
        #expect(node.drain(subscription) == ["120"])
    }

    @Test func equalToARetainedIdContinuesBehindIt() throws {
        let node = node()
        let subscription = try node.subscribe(cursor: ScaleoutCursor.text(105))
        #expect(node.bus.takeWoken().map(\.identity) == ["c1"])
        #expect(node.drain(subscription) == BusFixture.numbers(106...119))
    }

    @Test func betweenTwoIdsContinuesAtTheNextHigher() throws {
        let node = BusFixture(settings: BusFixture.small)
        for id in [UInt64(10), 20, 30] { node.publish(id) }
        #expect(node.drain(try node.subscribe(cursor: ScaleoutCursor.text(15))) == ["20", "30"])
    }

    /// Row 15: the node missed an id and the next one opened a fragment.
    @Test func aGapAtAFragmentBoundaryStaysDark() throws {
        let node = node(1...8)
        node.publish(10...12)
        let subscription = try node.subscribe(cursor: ScaleoutCursor.text(9))
        #expect(node.drain(subscription) == [])
        node.publish(13...20)
        #expect(node.drain(subscription) == [])
        #expect(subscription.cursor == 9)
    }

    /// Row 13: the ring was evicted under the cursor.
    @Test func belowTheOldestReadsEverythingRetained() throws {
        let node = node(1...60)
        let subscription = try node.subscribe(cursor: ScaleoutCursor.text(5))
        #expect(node.bus.ring.oldestID == 25)
        #expect(node.drain(subscription) == BusFixture.numbers(25...60))
    }

    /// Row 16: dark until another fragment is evicted.
    @Test func theLastIdOfTheEvictedFragmentIsDarkForAFragment() throws {
        let node = node(1...41)
        let subscription = try node.subscribe(cursor: ScaleoutCursor.text(8))
        #expect(node.drain(subscription) == [])
        node.publish(42...48)
        #expect(node.drain(subscription) == [])
        node.publish(49)
        #expect(node.drain(subscription) == BusFixture.numbers(17...49))
    }

    @Test func aboveTheNewestIsDarkUntilTheIdsPassIt() throws {
        let node = node()
        let subscription = try node.subscribe(cursor: ScaleoutCursor.text(122))
        node.publish(120)
        #expect(node.drain(subscription) == [])
        node.publish(121...122)
        #expect(node.drain(subscription) == [])
        node.publish(123...124)
        #expect(node.drain(subscription) == ["123", "124"])
    }

    /// Row 9: a restarted node delivers from its first id on, or nothing.
    @Test func anEmptyNodeDeliversFromItsFirstIdAbove() throws {
        let behind = BusFixture(settings: BusFixture.small)
        let early = try behind.subscribe(cursor: ScaleoutCursor.text(50))
        #expect(behind.drain(early) == [])
        behind.publish(60...61)
        #expect(behind.drain(early) == ["60", "61"])
        let ahead = BusFixture(settings: BusFixture.small)
        let late = try ahead.subscribe(cursor: ScaleoutCursor.text(70))
        ahead.publish(60...70)
        #expect(ahead.drain(late) == [])
        ahead.publish(71)
        #expect(ahead.drain(late) == ["71"])
    }

    @Test func theSearchOfAFullRingSpinsUntilTheNextId() throws {
        let node = node(1...40)
        let ahead = try node.subscribe(cursor: ScaleoutCursor.text(41))
        #expect(ahead.pass(limit: 10).isSpinning)
        #expect(ahead.cursor == 41)
        let sentinel = try node.subscribe(cursor: "s-0,FFFFFFFFFFFFFFFF")
        #expect(sentinel.pass(limit: 10).isSpinning)
        node.publish(41...42)
        #expect(node.drain(ahead) == ["42"])
        #expect(node.drain(sentinel) == BusFixture.numbers(9...42))
    }

    /// Row 35: a warm node replays all it has to the sentinel.
    @Test func theSentinelReplaysEverythingRetained() throws {
        let fresh = BusFixture(settings: BusFixture.small)
        let subscription = try fresh.subscribe()
        #expect(subscription.cursor == ScaleoutCursor.sentinel)
        let warm = node()
        let hopped = try warm.subscribe(cursor: ScaleoutCursor.text(subscription.cursor))
        #expect(warm.drain(hopped) == BusFixture.numbers(100...119))
        fresh.publish(7...8)
        #expect(fresh.drain(subscription) == ["7", "8"])
    }
}
