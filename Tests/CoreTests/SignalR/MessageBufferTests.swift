import Core
import Testing

@Suite struct MessageBufferTests {
    private func filled(capacity: Int, count: Int) -> MessageBuffer {
        var buffer = MessageBuffer(capacity: capacity)
        for index in 0..<count {
            let message = BusMessage(source: "", key: "k", value: [])
            #expect(buffer.append(StoredMessage(message, id: UInt64(index + 1), serial: UInt64(index + 1))) == index)
        }
        return buffer
    }

    @Test(arguments: [
        (0, 5, 8, 33, 40), (32, 5, 8, 33, 40), (1_000, 5, 250, 1_001, 1_250), (65_535, 8, 8_192, 57_345, 65_536),
        (33, 5, 9, 37, 45), (40_000, 5, 8_192, 32_769, 40_960),
    ])
    func ringsAreDividedAsInTheOriginal(capacity: Int, fragments: Int, size: Int, least: Int, most: Int) {
        let layout = FragmentLayout(capacity: capacity)
        #expect(layout.fragmentCount == fragments && layout.fragmentSize == size)
        #expect(layout.entriesMinAfterEviction == least && layout.entriesMax == most)
    }

    @Test(arguments: [(1_000, 1_001, 1_250), (32, 33, 40)])
    func theNewestAreHeldBetweenTheTwoBounds(capacity: Int, least: Int, most: Int) {
        var buffer = MessageBuffer(capacity: capacity)
        var counts: Set<Int> = []
        for index in 0..<3 * most {
            let message = BusMessage(source: "", key: "k", value: [])
            _ = buffer.append(StoredMessage(message, id: UInt64(index), serial: UInt64(index)))
            if index < most { #expect(buffer.count == index + 1) }
            if index >= most { counts.insert(buffer.count) }
        }
        #expect(counts.min() == least && counts.max() == most)
        #expect(counts.count == most - least + 1)
    }

    @Test func readingBeyondTheEndIsEmpty() {
        let buffer = filled(capacity: 32, count: 5)
        #expect(buffer.read(from: 5, limit: 10).isEmpty)
        #expect(buffer.read(from: 500, limit: 10).isEmpty)
        #expect(buffer.read(from: 2, limit: 0).isEmpty)
        #expect(buffer.first(from: 5) == nil)
        #expect(filled(capacity: 32, count: 0).read(from: 0, limit: 1).isEmpty)
    }

    @Test func readingStopsAtTheEndOfTheFragment() {
        let buffer = filled(capacity: 32, count: 20)
        #expect(buffer.read(from: 5, limit: 10).map(\.id) == [6, 7, 8])
        #expect(buffer.read(from: 8, limit: 3).map(\.id) == [9, 10, 11])
        #expect(buffer.read(from: 16, limit: 10).map(\.id) == [17, 18, 19, 20])
    }

    @Test func anOverwrittenIndexReadsFromTheOldestFragmentLeft() {
        let buffer = filled(capacity: 32, count: 41)
        #expect(buffer.oldestIndex == 8)
        #expect(buffer.read(from: 0, limit: 3).map(\.id) == [9, 10, 11])
        #expect(buffer.read(from: 7, limit: 1).map(\.id) == [9])
        #expect(buffer.first(from: 3)?.id == 9)
        #expect(buffer.first(from: 12)?.id == 13)
    }
}
