import Core

/// The checker's definitions again, as plainly as they can be said: sets and nested loops over all records, nothing
/// shared with the real one. docs/checker.md has the words.
struct SlowModel {
    /// What both have to agree on.
    struct Answer: Equatable {
        var raw = VerdictWord.held
        var counts: [ViolationClass: Int] = [:]
        var ok = 0
        var fail = 0
        var info = 0
        var delivered = 0
        var expected = 0
        var optional = 0
        var redeliveries = 0
        var pairs = 0
        var lostPerClient: [Int] = []
        var guards: Set<GuardKind> = []
    }

    struct Key: Hashable {
        var publisher: UInt32
        var sequence: UInt32
    }

    struct Published {
        var key: Key
        var audience: Int
        var invoked: UInt64
        /// Nil unless acknowledged.
        var acknowledged: UInt64?
        var failed: Bool
        var isSentinel: Bool
    }

    /// The first good copies of one life, in order.
    struct Sights {
        var client: ManifestClient
        var life: Life
        /// With the places in the life's events.
        var seen: [(place: Int, key: Key)]
        /// Seen in an earlier life.
        var earlier: Set<Key>
    }

    struct Life {
        var begin: UInt64
        /// Everything after `connected`, in order.
        var events: [HistoryRecord] = []
        /// When it was over; nil when it was not.
        var end: UInt64?
        var isTold = false
    }

    let manifest: RunManifest
    let files: [[HistoryRecord]]
    private(set) var messages: [Key: Published] = [:]
    private(set) var hasTrouble = false
    /// What every client saw in each of its lives.
    private(set) var sights: [Sights] = []
    /// Acknowledged messages that were lost, by client and life.
    private(set) var losses: [Key: Int] = [:]

    init(_ manifest: RunManifest, _ files: [[HistoryRecord]]) {
        self.manifest = manifest
        self.files = files
        readMessages()
    }

    private mutating func readMessages() {
        let all = files.flatMap { $0 }
        for record in all where record.kind == .publishInvoked {
            let key = Key(publisher: record.publisher, sequence: record.sequence)
            guard messages[key] == nil else { continue }
            let own = all.filter { $0.publisher == record.publisher && $0.sequence == record.sequence }
            let attempts = own.filter { $0.kind == .publishInvoked }
            let ends = own.filter { $0.kind == .publishEnded }
            let acknowledged = ends.filter { $0.flags == Outcome.ok.rawValue }.map(\.time).min()
            let failures = ends.filter { $0.flags == Outcome.fail.rawValue }.count
            messages[key] = Published(
                key: key,
                audience: Int(record.extra),
                invoked: attempts[0].time,
                acknowledged: acknowledged,
                failed: acknowledged == nil && failures >= attempts.count,
                isSentinel: attempts.contains { $0.flags & PublishFlags.sentinel.rawValue != 0 }
            )
        }
        for record in all where record.kind == .publishEnded {
            if messages[Key(publisher: record.publisher, sequence: record.sequence)] == nil { hasTrouble = true }
        }
    }

    /// When the final message of a publisher to an audience was acknowledged.
    func sentinelEnd(_ publisher: UInt32, _ audience: Int) -> UInt64? {
        sentinel(publisher, audience)?.acknowledged
    }

    func sentinel(_ publisher: UInt32, _ audience: Int) -> Published? {
        messages.values
            .filter { $0.key.publisher == publisher && $0.audience == audience && $0.isSentinel }
            .max { $0.key.sequence < $1.key.sequence }
    }

    mutating func answer() -> Answer {
        var answer = Answer()
        for message in messages.values where !message.isSentinel {
            if message.acknowledged != nil {
                answer.ok += 1
            } else if message.failed {
                answer.fail += 1
            } else {
                answer.info += 1
            }
        }
        for client in manifest.clients {
            let lost = judge(client, &answer)
            answer.lostPerClient.append(lost)
        }
        answer.optional += answer.delivered
        judgeOrder(&answer)
        judgeTorn(&answer)
        answer.guards.formUnion(guards(answer))
        let broken = ViolationClass.allCases.contains { isForbidden($0) && answer.counts[$0, default: 0] > 0 }
        answer.raw = broken ? .violated : answer.guards.isEmpty ? .held : .inconclusive
        return answer
    }

    private func isForbidden(_ violation: ViolationClass) -> Bool {
        switch (violation, manifest.expectation.delivery, manifest.expectation.order) {
        case (.torn, _, _): manifest.expectation.atomic
        case (.toldGap, .atMostOnce, _), (.toldGap, .gapSignalled, _): false
        case (.lost, .atMostOnce, _): false
        case (.duplicated, .atLeastOnce, _): false
        case (.outOfOrder, _, .none): false
        default: true
        }
    }

    private func guards(_ answer: Answer) -> Set<GuardKind> {
        var guards: Set<GuardKind> = []
        if answer.ok < manifest.expectation.acknowledgedAtLeast { guards.insert(.tooFewAcknowledged) }
        if answer.delivered == 0 { guards.insert(.nothingDelivered) }
        if answer.expected == 0 { guards.insert(.nothingOwed) }
        for publisher in manifest.publishers {
            let own = messages.values.filter { $0.key.publisher == publisher.publisher.number }
            if !own.contains(where: { $0.acknowledged != nil && !$0.isSentinel }) { guards.insert(.publisherSilent) }
            for audience in Set(own.map(\.audience))
            where sentinelEnd(publisher.publisher.number, audience) == nil {
                guards.insert(.sentinelMissing)
            }
        }
        let connects = files.flatMap { $0 }.filter { $0.kind == .connected }
        for node in manifest.nodes where !connects.contains(where: { $0.detail == UInt16(node.number) }) {
            guards.insert(.nodeUnused)
        }
        if hasTrouble { guards.insert(.recordInconsistent) }
        return guards
    }

    // MARK: One client

    private mutating func judge(_ client: ManifestClient, _ answer: inout Answer) -> Int {
        let lives = readLives(client.client.number)
        if lives.isEmpty { answer.guards.insert(.clientNeverConnected) }
        var lost = 0
        var owedStreams: Set<[UInt32]> = []
        var earlier: Set<Key> = []
        for (number, life) in lives.enumerated() {
            let before = Array(lives[..<number])
            let good = classify(client, life, before, earlier, &answer)
            let seen = good.sorted { $0.key < $1.key }.map { (place: $0.key, key: $0.value) }
            sights.append(Sights(client: client, life: life, seen: seen, earlier: earlier))
            lost += judgeOwed(client, life, good, &owedStreams, &answer)
            earlier.formUnion(good.values)
        }
        answer.pairs += owedStreams.count
        let told = lives.count(where: \.isTold)
        if told > 0 { answer.counts[.toldGap, default: 0] += told }
        if let last = lives.last {
            checkEnd(client, last, files.flatMap { $0 }, &answer)
        }
        return lost
    }

    private mutating func readLives(_ number: UInt32) -> [Life] {
        var lives: [Life] = []
        let events = files.flatMap { $0 }.filter { record in
            record.subject == number && record.kind.rawValue <= HistoryKind.alive.rawValue
                && record.kind != .publishInvoked && record.kind != .publishEnded
        }
        for event in events {
            let isLive = lives.last.map { $0.end == nil } ?? false
            if event.kind == .disconnected, event.flags == DisconnectReason.told.rawValue {
                if isLive { lives[lives.count - 1].isTold = true } else { hasTrouble = true }
            }
            if event.kind == .disconnected, event.flags == DisconnectReason.refused.rawValue, isLive,
                manifest.reconnect == .resume
            {
                lives[lives.count - 1].isTold = true
            }
            if event.kind == .connected, event.flags != ConnectionStart.fresh.rawValue, isLive,
                lives.last?.isTold == true
            {
                hasTrouble = true
            }
            if event.kind == .connected, event.flags == ConnectionStart.fresh.rawValue || !isLive {
                if event.flags != ConnectionStart.fresh.rawValue { hasTrouble = true }
                if isLive { lives[lives.count - 1].end = event.time }
                lives.append(Life(begin: event.time))
            } else if event.kind == .lifeEnded {
                if isLive { lives[lives.count - 1].end = event.time }
            } else if isLive {
                lives[lives.count - 1].events.append(event)
            } else if event.kind == .delivered || event.kind == .alive {
                hasTrouble = true
            }
        }
        return lives
    }

    /// Gives every delivery of a life its class. Returns the first good copies by their places.
    private func classify(
        _ client: ManifestClient,
        _ life: Life,
        _ before: [Life],
        _ earlier: Set<Key>,
        _ answer: inout Answer
    ) -> [Int: Key] {
        var good: [Int: Key] = [:]
        for (place, event) in life.events.enumerated() {
            switch event.kind {
            case .corrupted: answer.counts[.corrupted, default: 0] += 1
            case .foreign: answer.counts[.phantom, default: 0] += 1
            case .delivered:
                let key = Key(publisher: event.publisher, sequence: event.sequence)
                guard let message = messages[key] else {
                    answer.counts[.phantom, default: 0] += 1
                    continue
                }
                if message.failed {
                    answer.counts[.aborted, default: 0] += 1
                } else if !mayReceive(client, message, life, place, before) {
                    answer.counts[.misrouted, default: 0] += 1
                } else if good.values.contains(key) {
                    answer.counts[.duplicated, default: 0] += 1
                } else {
                    answer.delivered += 1
                    if earlier.contains(key) { answer.redeliveries += 1 }
                    if isOutOfOrder(message, after: good.values) { answer.counts[.outOfOrder, default: 0] += 1 }
                    good[place] = key
                }
            default: break
            }
        }
        return good
    }

    private func isOutOfOrder(_ message: Published, after seen: some Collection<Key>) -> Bool {
        guard let acknowledged = message.acknowledged else { return false }
        return seen.contains { key in
            guard key.publisher == message.key.publisher, key.sequence > message.key.sequence,
                let later = messages[key]
            else { return false }
            return manifest.expectation.pipelined || acknowledged <= later.invoked
        }
    }

    private func mayReceive(
        _ client: ManifestClient,
        _ message: Published,
        _ life: Life,
        _ place: Int,
        _ before: [Life]
    ) -> Bool {
        switch manifest.audiences[message.audience] {
        case .all: return true
        case .app(let name): return client.app == name
        case .user(let name): return client.user == name
        case .group: break
        }
        if isPossible(message.audience, life.events[..<place]) { return true }
        // Some time at which it was possible and from which on it was not, at or after the invocation.
        for index in 0..<place where life.events[index].time >= message.invoked {
            if isPossible(message.audience, life.events[..<index]) { return true }
        }
        for old in before {
            guard let end = old.end else { continue }
            if end >= message.invoked, isPossible(message.audience, old.events[...]) { return true }
            for index in old.events.indices where old.events[index].time >= message.invoked {
                if isPossible(message.audience, old.events[..<index]) { return true }
            }
        }
        return false
    }

    // MARK: What is owed

    private mutating func judgeOwed(
        _ client: ManifestClient,
        _ life: Life,
        _ good: [Int: Key],
        _ streams: inout Set<[UInt32]>,
        _ answer: inout Answer
    ) -> Int {
        var lost = 0
        let spoilt = Set(
            life.events.filter { $0.kind == .corrupted }
                .map { Key(publisher: $0.publisher, sequence: $0.sequence) }
        )
        for message in messages.values {
            guard isOwed(client, message, life, good) else { continue }
            answer.expected += 1
            streams.insert([message.key.publisher, UInt32(message.audience)])
            if good.values.contains(message.key) {
                answer.optional -= 1
            } else if !spoilt.contains(message.key) {
                lost += 1
                losses[message.key, default: 0] += 1
                answer.counts[.lost, default: 0] += 1
            }
        }
        return lost
    }

    private func isOwed(_ client: ManifestClient, _ message: Published, _ life: Life, _ good: [Int: Key]) -> Bool {
        guard let acknowledged = message.acknowledged else { return false }
        return definite(client, message.audience, life).contains { window in
            guard message.invoked >= window.begin else { return false }
            return life.events[..<window.end].enumerated().contains { place, event in
                if event.kind == .alive, let end = sentinelEnd(message.key.publisher, message.audience) {
                    return event.time >= end && event.time >= acknowledged
                }
                guard manifest.expectation.order != .none, let key = good[place], let later = messages[key] else {
                    return false
                }
                return key.publisher == message.key.publisher && acknowledged <= later.invoked
            }
        }
    }

    private func checkEnd(_ client: ManifestClient, _ life: Life, _ all: [HistoryRecord], _ answer: inout Answer) {
        let connection = all.last {
            $0.subject == client.client.number && [.connected, .disconnected, .lifeEnded].contains($0.kind)
        }
        let isExcused = manifest.reconnect == .never && connection?.kind != .connected
        let isAlive = life.events.contains { $0.kind == .alive }
        for audience in manifest.audiences.indices {
            let isMember = definite(client, audience, life).contains { $0.end == life.events.count }
            for publisher in manifest.publishers.map(\.publisher.number) where isMember && !isExcused {
                guard let final = sentinel(publisher, audience), let end = final.acknowledged else { continue }
                let answered = life.events.contains { $0.kind == .alive && $0.time >= end }
                let saw = life.events.contains {
                    $0.kind == .delivered && $0.publisher == publisher && $0.sequence == final.key.sequence
                }
                if !answered, !(saw && manifest.expectation.order != .none) {
                    answer.guards.insert(.clientNotShownAlive)
                }
            }
            let joins = life.events.filter { $0.detail == UInt16(audience) }
            guard life.end == nil || isAlive, joins.contains(where: { $0.kind == .joinInvoked }) else { continue }
            if !joins.contains(where: { $0.kind == .joined }) { answer.guards.insert(.membershipUnconfirmed) }
        }
    }
}
