import Core

/// One order for all, what a publisher had seen, and all or nobody.
extension SlowModel {
    mutating func judgeOrder(_ answer: inout Answer) {
        let conflicts = manifest.expectation.order == .total ? countKnots() : 0
        if conflicts > 0 { answer.counts[.orderConflict] = conflicts }
        let early = manifest.expectation.order == .causal ? countEarly() : 0
        if early > 0 { answer.counts[.causality] = early }
    }

    // MARK: Total order

    private func takesPlace(_ sight: (place: Int, key: Key), _ sights: Sights) -> Bool {
        if sights.earlier.contains(sight.key) { return false }
        guard manifest.expectation.delivery == .atLeastOnce, let message = messages[sight.key] else { return true }
        let before = Life(begin: sights.life.begin, events: Array(sights.life.events[..<sight.place]), end: nil)
        return definite(sights.client, message.audience, before).contains {
            $0.begin <= message.invoked && $0.end == sight.place
        }
    }

    /// Sets of messages of which each was seen, by way of others, both before and after each.
    private func countKnots() -> Int {
        var after: [Key: Set<Key>] = [:]
        for sights in sights {
            let row = sights.seen.filter { takesPlace($0, sights) }.map(\.key)
            for (earlier, later) in zip(row, row.dropFirst()) { after[earlier, default: []].insert(later) }
        }
        // What nothing comes before, or nothing after, is in no cycle.
        while true {
            let targets = after.values.reduce(into: Set<Key>()) { $0.formUnion($1) }
            let rest = after.filter { targets.contains($0.key) }
                .mapValues { $0.filter { after[$0] != nil } }
                .filter { !$0.value.isEmpty }
            if rest == after { break }
            after = rest
        }
        var knots = 0
        var counted: Set<Key> = []
        for start in after.keys where !counted.contains(start) {
            let knot = reachable(from: start, after).filter { reachable(from: $0, after).contains(start) }
            if knot.isEmpty { continue }
            knots += 1
            counted.formUnion(knot)
        }
        return knots
    }

    private func reachable(from start: Key, _ after: [Key: Set<Key>]) -> Set<Key> {
        var found: Set<Key> = []
        var open = Array(after[start, default: []])
        while let next = open.popLast() {
            if found.insert(next).inserted { open += after[next, default: []] }
        }
        return found
    }

    // MARK: What publishers had seen

    private func countEarly() -> Int {
        let dependencies = dependencies()
        return sights.reduce(0) { count, sights in
            let fresh = sights.seen.map(\.key).filter { !sights.earlier.contains($0) }
            let early = fresh.indices.filter { place in
                let wanted = dependencies[fresh[place], default: []]
                return fresh[(place + 1)...].contains { wanted.contains($0) }
            }
            return count + early.count
        }
    }

    private func dependencies() -> [Key: Set<Key>] {
        var found: [Key: Set<Key>] = [:]
        for file in files {
            var published: [[UInt32]: Int] = [:]
            for (place, record) in file.enumerated() where record.kind == .publishInvoked {
                let key = Key(publisher: record.publisher, sequence: record.sequence)
                guard found[key] == nil, let message = messages[key], !message.failed else { continue }
                let stream = [key.publisher, UInt32(message.audience)]
                let before = latest(record.subject, file[..<place])
                let last = latest(record.subject, file[..<published[stream, default: 0]])
                found[key] = Set(
                    before.filter { $0.key[0] != key.publisher && $0.value > last[$0.key] ?? 0 }
                        .map { Key(publisher: $0.key[0], sequence: $0.value) }
                )
                published[stream] = place
            }
        }
        return found
    }

    /// The latest message of every stream that a client had seen.
    private func latest(_ client: UInt32, _ records: ArraySlice<HistoryRecord>) -> [[UInt32]: UInt32] {
        var latest: [[UInt32]: UInt32] = [:]
        for record in records where record.kind == .delivered && record.subject == client {
            let key = Key(publisher: record.publisher, sequence: record.sequence)
            guard let message = messages[key], !message.failed else { continue }
            let stream = [key.publisher, UInt32(message.audience)]
            latest[stream] = max(latest[stream, default: 0], key.sequence)
        }
        return latest
    }

    // MARK: All or nobody

    mutating func judgeTorn(_ answer: inout Answer) {
        guard manifest.expectation.atomic else { return }
        let torn = messages.values.filter { message in
            if message.acknowledged != nil {
                guard manifest.expectation.delivery == .atMostOnce else { return false }
                return losses[message.key, default: 0] > 0 && firstSight(message) != nil
            }
            guard !message.failed, let sentinel = sentinel(message.key.publisher, message.audience),
                let first = firstSight(message), first <= sentinel.invoked,
                message.key.sequence < sentinel.key.sequence
            else { return false }
            return sights.contains { missed(message, sentinel, $0) }
        }
        if !torn.isEmpty { answer.counts[.torn] = torn.count }
    }

    private func firstSight(_ message: Published) -> UInt64? {
        sights.flatMap { sights in
            sights.seen.filter { $0.key == message.key }.map { sights.life.events[$0.place].time }
        }
        .min()
    }

    private func missed(_ message: Published, _ sentinel: Published, _ sights: Sights) -> Bool {
        guard let end = sentinel.acknowledged, !sights.seen.contains(where: { $0.key == message.key }) else {
            return false
        }
        let isSpoilt = sights.life.events.contains {
            $0.kind == .corrupted && $0.publisher == message.key.publisher && $0.sequence == message.key.sequence
        }
        let isShown = sights.life.events.contains { $0.kind == .alive && $0.time >= end }
        return isShown && !isSpoilt
            && definite(sights.client, message.audience, sights.life).contains {
                $0.begin <= message.invoked && $0.end == sights.life.events.count
            }
    }
}
