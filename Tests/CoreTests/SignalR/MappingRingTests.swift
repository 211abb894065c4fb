import Core
import Testing

/// The ring alone: what it keeps, and where a cursor is found.
@Suite struct MappingRingTests {
    private func ring(_ ids: some Sequence<UInt64>, capacity: Int = 32) -> MappingRing {
        let bus = ScaleoutBus(settings: SignalRSettings(messageBufferSize: 32, scaleoutMappings: capacity))
        for id in ids { bus.receive(BackplanePayload(id: id, messages: [], originTicks: 0), now: 0) }
        return bus.ring
    }

    /// The ids that are read behind a cursor.
    private func read(_ ring: MappingRing, _ cursor: UInt64) -> [UInt64]? {
        guard case .position(let start) = ring.lookup(cursor) else { return nil }
        return (start..<ring.nextPosition).map { ring.entry(at: $0).id }
    }

    @Test func theNewestIdsAreHeldBetweenTheTwoBounds() {
        let bus = ScaleoutBus(settings: SignalRSettings())
        var counts: Set<Int> = []
        for id in UInt64(1)...140_000 {
            bus.receive(BackplanePayload(id: id, messages: [], originTicks: 0), now: 0)
            if id > 65_536 { counts.insert(bus.ring.count) }
        }
        #expect(counts.min() == 57_345 && counts.max() == 65_536)
    }

    @Test func aRetainedIdContinuesBehindItself() {
        let ring = ring(1...100)
        #expect(ring.oldestID == 65)
        for cursor in UInt64(65)...100 {
            #expect(read(ring, cursor) == (cursor + 1 <= 100 ? Array(cursor + 1...100) : []))
        }
    }

    @Test func anIdBetweenTwoOfOneFragmentContinuesAtTheNextHigher() {
        let ring = ring(stride(from: 10, through: 100, by: 10))
        #expect(read(ring, 15) == [20, 30, 40, 50, 60, 70, 80, 90, 100])
        #expect(read(ring, 79) == [80, 90, 100])
        #expect(read(ring, 91) == [100])
    }

    @Test func aGapAtAFragmentBoundaryIsDark() {
        let ring = ring(Array(1...8) + Array(10...20))
        #expect(ring.lookup(9) == .nothing)
        #expect(read(ring, 8) == Array(10...20))
    }

    @Test func belowTheBookkeepingIdEverythingIsRead() {
        let fresh = ring(50...60)
        #expect(fresh.bookkeepingID == 50)
        #expect(read(fresh, 49) == Array(50...60))
        let evicted = ring(1...41)
        #expect(evicted.bookkeepingID == 8)
        #expect(read(evicted, 7) == Array(9...41))
    }

    @Test func theLastIdOfTheEvictedFragmentIsDarkUntilTheNextEviction() {
        #expect(ring(1...41).lookup(8) == .nothing)
        #expect(ring(1...48).lookup(8) == .nothing)
        let next = ring(1...49)
        #expect(next.bookkeepingID == 16)
        #expect(read(next, 8) == Array(17...49))
    }

    @Test func aboveTheNewestThereIsNothing() {
        let ring = ring(1...20)
        #expect(ring.lookup(21) == .nothing)
        #expect(ring.lookup(1_000) == .nothing)
        #expect(read(ring, ScaleoutCursor.sentinel) == Array(1...20))
    }

    @Test func anEmptyRingHasNothing() {
        let ring = ring([])
        #expect(ring.lookup(0) == .nothing)
        #expect(ring.lookup(ScaleoutCursor.sentinel) == .nothing)
        #expect(ring.newestID == nil && ring.oldestID == nil && ring.bookkeepingID == nil)
    }

    @Test func theLookupSpinsOnlyAboveTheNewestOfAnExactlyFullRing() {
        for last in UInt64(1)...130 {
            let ring = ring(1...last)
            let isFull = last >= 40 && last % 8 == 0
            #expect(ring.lookup(last + 1) == (isFull ? .spinning : .nothing), "\(last) ids")
            let sentinel = ring.lookup(ScaleoutCursor.sentinel)
            #expect(sentinel == (isFull ? .spinning : .position(ring.oldestPosition)), "\(last) ids")
            #expect(ring.lookup(last) == .position(ring.nextPosition))
        }
    }

    @Test func aLowerIdReplacesTheRing() {
        let bus = ScaleoutBus(settings: BusFixture.small)
        for id in [UInt64(100), 101, 102] { #expect(BusFixture.receive(bus, id).addition == .appended) }
        #expect(BusFixture.receive(bus, 5).addition == .replaced(newest: 102))
        #expect(bus.ring.count == 1 && bus.ring.newestID == 5 && bus.ring.bookkeepingID == 5)
        #expect(bus.lastReceivedID == 5)
        #expect(bus.ring.lookup(102) == .nothing)
        #expect(bus.ring.lookup(4) == .position(0))
    }

    @Test func anEqualIdIsASecondEntry() {
        let ring = ring([1, 2, 2])
        #expect(ring.count == 3 && ring.newestID == 2)
    }

    /// The search of a fragment begins in its middle: with which twin it meets first, the outcome changes.
    @Test func whichTwinIsFoundDependsOnTheSearch() {
        // The first probe is at half the entry count, rounded down: the first twin here, so the second is read again.
        #expect(read(ring([1, 2, 2]), 2) == [2])
        #expect(read(ring([1, 1]), 1) == [])
        #expect(read(ring([1, 2, 3, 3]), 3) == [3])
        #expect(read(ring([1, 2, 3, 4, 4]), 4) == [])
    }

    @Test func everyLookupAgreesWithAPlainSearch() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            var id: UInt64 = 100
            let ids = (0..<Int.random(in: 1...120, using: &generator)).map { _ in
                id += UInt64.random(in: 1...3, using: &generator)
                return id
            }
            let ring = ring(ids)
            let kept = (ring.oldestPosition..<ring.nextPosition).map { ring.entry(at: $0).id }
            #expect(kept == Array(ids.suffix(kept.count)))
            for (index, cursor) in kept.enumerated() { #expect(read(ring, cursor) == Array(kept[(index + 1)...])) }
        }
    }
}

extension BusFixture {
    fileprivate static func receive(_ bus: ScaleoutBus, _ id: UInt64) -> ScaleoutBus.Reception {
        bus.receive(BackplanePayload(id: id, messages: [], originTicks: 0), now: 0)
    }
}
