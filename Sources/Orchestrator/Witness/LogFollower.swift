import Stream

/// Follows the log of one data server by reading it, whatever becomes of the server: entries that a failover takes away, a
/// log founded anew, a replica that copies everything, what is trimmed. Pure: it is told what was read, and says what is new.
///
/// It keeps the tag of every entry that it saw, 8 bytes each: two logs with one tag at one index have the same entries up to
/// there, so it finds again where it was.
struct LogFollower {
    enum News: Equatable {
        case entry(Entry)
        /// Nothing above this index is there any more.
        case wentBack(LogIndex)
        /// So many entries were trimmed before they were read, or before the first look.
        case missed(UInt64)
    }

    /// Entries of one read.
    let pageSize: Int
    /// The name of the log; nil while there is none.
    private(set) var log: LogID?
    /// Where the next read begins: an entry whose tag is known, so that the same reply shows whether all before it is still
    /// there. 0 begins with the first.
    private(set) var position: LogIndex = 0

    /// The index before the first of ``tags``.
    private var base: LogIndex = 0
    private var tags: [EntryTag] = []
    /// How far the last search for a known entry went back; 0 where none is under way.
    private var stride: LogIndex = 0

    private static let firstStride: LogIndex = 64

    init(pageSize: Int = 1_000) {
        self.pageSize = pageSize
    }

    /// The last entry that is known.
    var last: LogIndex { base + LogIndex(tags.count) }

    /// Takes what one read brought.
    ///
    /// - Parameters:
    ///   - before: what the log said of itself before the entries were read, on the same connection.
    ///   - page: entries from ``position`` on, at most ``pageSize``.
    ///   - after: what it said behind them.
    /// - Returns: what is new, and whether all that was there has been seen. Where it has not, read again at once.
    mutating func take(before: LogMeta, _ page: [Entry], after: LogMeta) -> (news: [News], isAtEnd: Bool) {
        guard before.id == after.id else { return ([], false) }
        guard let id = after.id else { return (reset(to: nil), true) }
        if id != log {
            let wasElsewhere = position > 0
            let news = reset(to: id)
            // What was read began in the middle of another log.
            if wasElsewhere { return (news, false) }
            let rest = follow(page, floor: after.floor)
            return (news + rest.news, rest.isAtEnd)
        }
        return follow(page, floor: after.floor)
    }

    private mutating func reset(to id: LogID?) -> [News] {
        let isKnown = last > 0
        (log, position, base, tags, stride) = (id, 0, 0, [], 0)
        return isKnown ? [.wentBack(0)] : []
    }

    private mutating func follow(_ page: [Entry], floor: LogIndex) -> (news: [News], isAtEnd: Bool) {
        var news: [News] = []
        guard let first = page.first else {
            // Where the position was there must be something at it, unless all of it was trimmed.
            guard position <= floor else { return searchBack() }
            news += forget(above: max(floor, base))
            (position, stride) = (last, 0)
            return (news, true)
        }
        if isOther(first), first.index > floor + 1, position > 0 { return searchBack() }
        for entry in page {
            if let known = tag(at: entry.index) {
                if known == entry.tag { continue }
                news += forget(above: entry.index - 1)
            }
            if entry.index > last + 1 {
                news.append(.missed(entry.index - 1 - last))
                (base, tags) = (entry.index - 1, [])
            }
            guard entry.index == last + 1 else { continue }
            tags.append(entry.tag)
            news.append(.entry(entry))
        }
        let end = page[page.count - 1].index
        let isAtEnd = page.count < pageSize
        if isAtEnd { news += forget(above: end) }
        (position, stride) = (isAtEnd ? last : min(end, last), 0)
        return (news, isAtEnd)
    }

    private func tag(at index: LogIndex) -> EntryTag? {
        index > base && index <= last ? tags[Int(index - base - 1)] : nil
    }

    /// It is not the entry that was seen there, or one is missing before it.
    private func isOther(_ entry: Entry) -> Bool {
        guard entry.index == position else { return true }
        return tag(at: position).map { $0 != entry.tag } ?? false
    }

    /// Looks for a known entry further and further back.
    private mutating func searchBack() -> (news: [News], isAtEnd: Bool) {
        stride = stride == 0 ? Self.firstStride : stride * 8
        position = position > stride + base ? position - stride : 0
        return ([], false)
    }

    private mutating func forget(above index: LogIndex) -> [News] {
        guard index < last else { return [] }
        if index <= base {
            (base, tags) = (index, [])
        } else {
            tags.removeLast(Int(last - index))
        }
        return [.wentBack(index)]
    }
}
