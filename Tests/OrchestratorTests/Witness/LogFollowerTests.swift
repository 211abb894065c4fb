import Stream
import Testing

@testable import Orchestrator

/// A witness knows what a log held, whatever becomes of the log.
@Suite struct LogFollowerTests {
    /// A log as XRANGE and HMGET show it.
    private struct Log {
        var id = LogID(7)
        var floor: LogIndex = 0
        /// Numbers of messages; the first one is behind the floor.
        var messages: [UInt64] = []

        /// The tag depends on everything before.
        var entries: [Entry] {
            var tag = EntryTag(origin: id).bits &+ floor
            return messages.enumerated().map { place, message in
                tag = (tag &* 31) &+ message
                return Entry(
                    index: floor + LogIndex(place) + 1,
                    session: 1,
                    sequence: message,
                    content: .message(Target(["a"]), payload: []),
                    tag: EntryTag(tag)
                )
            }
        }

        var meta: LogMeta {
            var meta = LogMeta()
            (meta.id, meta.floor, meta.head) = (id, floor, floor + LogIndex(messages.count))
            return meta
        }
    }

    private struct Reader {
        var follower = LogFollower(pageSize: 4)
        var reads = 0

        /// Reads to the end; what was new, as text.
        mutating func read(_ log: Log?) -> [String] {
            var news: [String] = []
            var isAtEnd = false
            while !isAtEnd {
                reads += 1
                #expect(reads < 1_000)
                let from = max(1, follower.position)
                let page = (log?.entries ?? []).filter { $0.index >= from }.prefix(follower.pageSize)
                let meta = log?.meta ?? LogMeta()
                let found = follower.take(before: meta, Array(page), after: meta)
                isAtEnd = found.isAtEnd
                news += found.news.map { one in
                    switch one {
                    case .entry(let entry): "\(entry.index):\(entry.sequence)"
                    case .wentBack(let index): "back \(index)"
                    case .missed(let count): "missed \(count)"
                    }
                }
            }
            return news
        }
    }

    @Test func everyEntryIsSeenOnce() {
        var (reader, log) = (Reader(), Log())
        #expect(reader.read(nil) == [])
        #expect(reader.read(log) == [])
        log.messages = [1, 2, 3, 4, 5, 6, 7, 8, 9]
        #expect(reader.read(log) == ["1:1", "2:2", "3:3", "4:4", "5:5", "6:6", "7:7", "8:8", "9:9"])
        #expect(reader.read(log) == [])
        log.messages.append(10)
        #expect(reader.read(log) == ["10:10"])
    }

    @Test func aTailThatWasReplacedIsToldOfAndReadAgain() {
        var (reader, log) = (Reader(), Log())
        log.messages = [1, 2, 3, 4, 5]
        _ = reader.read(log)
        log.messages = [1, 2, 3, 8, 9, 10]
        #expect(reader.read(log) == ["back 3", "4:8", "5:9", "6:10"])
        // As long as before, and shorter.
        log.messages = [1, 2, 3, 8, 9, 11]
        #expect(reader.read(log) == ["back 5", "6:11"])
        log.messages = [1, 2]
        #expect(reader.read(log) == ["back 2"])
        log.messages = [1, 2, 3]
        #expect(reader.read(log) == ["3:3"])
    }

    @Test func aLongTailIsFoundFurtherAndFurtherBack() {
        var (reader, log) = (Reader(), Log())
        log.messages = Array(1...900)
        _ = reader.read(log)
        log.messages = Array(1...100) + Array(2_000...2_900)
        let news = reader.read(log)
        #expect(news.prefix(2) == ["back 100", "101:2000"])
        #expect(news.count == 902)
    }

    @Test func aLogThatIsGoneOrFoundedAnewIsAnotherOne() {
        var (reader, log) = (Reader(), Log())
        log.messages = [1, 2, 3]
        _ = reader.read(log)
        #expect(reader.read(nil) == ["back 0"])
        log = Log(id: LogID(8), messages: [4])
        #expect(reader.read(log) == ["1:4"])
        log = Log(id: LogID(9), messages: [5, 6])
        #expect(reader.read(log) == ["back 0", "1:5", "2:6"])
    }

    @Test func whatWasTrimmedBeforeItWasReadIsMissed() {
        var (reader, log) = (Reader(), Log())
        log.messages = [1, 2, 3]
        _ = reader.read(log)
        // All of it, up to where we were.
        log = Log(floor: 3, messages: [])
        #expect(reader.read(log) == [])
        log = Log(floor: 5, messages: [6, 7])
        #expect(reader.read(log) == ["missed 2", "6:6", "7:7"])
        log.messages.append(8)
        #expect(reader.read(log) == ["8:8"])
    }

    @Test func aReadBetweenTwoLogsSaysNothing() {
        var follower = LogFollower(pageSize: 4)
        let (old, new) = (Log(messages: [1, 2]), Log(id: LogID(8), messages: [3]))
        let found = follower.take(before: old.meta, old.entries, after: new.meta)
        #expect(found.news == [] && !found.isAtEnd)
    }
}
