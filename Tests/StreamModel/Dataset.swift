package import Stream

/// What one data server holds, and what the scripts and commands do to it. The model's servers run this in place of Redis; a
/// test holds it equal to the real scripts.
package struct Dataset: Hashable, Sendable {
    package struct Session: Hashable, Sendable {
        package var session: PublisherSession
        package var last: UInt64
    }

    struct Lease: Hashable, Sendable {
        var node: String
        var index: LogIndex
        var expiry: UInt64
    }

    package var meta = LogMeta()
    /// Without holes, from the floor on.
    package var entries: [Entry] = []
    package var sessions: [Session] = []
    var leases: [Lease] = []
    var nextSession: UInt64 = 0
    var barriers = 0
    var byteCount: UInt64 = 0

    package init() {}

    /// Runs one command as Redis would: the reply, and whether anything was written.
    /// - Parameter now: milliseconds of the server's clock.
    package mutating func run(
        _ command: LogCommand,
        now: UInt64,
        limits: LogLimits,
        defects: ModelDefects = []
    ) -> (reply: LogReply, wrote: Bool) {
        switch command {
        case .found(let id, let replaced): return found(id, replaced)
        case .open(let id, let salt):
            guard meta.id == id else { return (.otherLog, false) }
            nextSession += 1
            let session = PublisherSession(number: nextSession, salt: salt)
            sessions.removeAll { $0.session.number == nextSession }
            sessions.append(Session(session: session, last: 0))
            return (.opened(nextSession), true)
        case .append(let id, let requests):
            guard meta.id == id else { return (.otherLog, false) }
            return append(requests, limits, defects)
        case .entries(let from, let count): return (.entries(read(from, count)), false)
        case .meta: return (.meta(meta), false)
        case .barrier(let id, let commit):
            barriers += 1
            if let id, meta.id == id, commit > meta.commit, commit <= meta.head { meta.commit = commit }
            return (.barred, true)
        case .lease(let id, let node, let index):
            guard meta.id == id else { return (.otherLog, false) }
            leases.removeAll { $0.node == node }
            leases.append(Lease(node: node, index: index, expiry: now + limits.leaseLifetimeMilliseconds))
            return (.leased(floor: meta.floor), true)
        case .trim(let id, let limit, let commit):
            guard meta.id == id else { return (.otherLog, false) }
            return trim(limit, commit, now: now, limits, defects)
        case .replication, .wait: preconditionFailure("\(command) is the server's own affair")
        }
    }

    private mutating func found(_ id: LogID, _ replaced: LogID?) -> (reply: LogReply, wrote: Bool) {
        if let present = meta.id, present != replaced { return (.founded(present), false) }
        meta = LogMeta(founded: id)
        entries.removeAll()
        leases.removeAll()
        nextSession = 0
        barriers = 0
        byteCount = 0
        return (.founded(id), true)
    }

    private func read(_ from: LogIndex, _ count: Int) -> [Entry] {
        let start = from > meta.floor ? Int(from - meta.floor) - 1 : 0
        guard start < entries.count else { return [] }
        return Array(entries[start..<min(entries.count, start + count)])
    }

    private mutating func append(
        _ requests: [AppendRequest],
        _ limits: LogLimits,
        _ defects: ModelDefects
    ) -> (reply: LogReply, wrote: Bool) {
        var outcomes: [AppendOutcome] = []
        outcomes.reserveCapacity(requests.count)
        let head = meta.head
        for request in requests { outcomes.append(append(request, limits, defects)) }
        return (.appended(outcomes), meta.head != head)
    }

    private mutating func append(
        _ request: AppendRequest,
        _ limits: LogLimits,
        _ defects: ModelDefects
    ) -> AppendOutcome {
        var place = sessions.firstIndex { $0.session == request.session }
        if place == nil, defects.contains(.appendsCreateSessions) {
            sessions.append(Session(session: request.session, last: request.sequence - 1))
            place = sessions.count - 1
        }
        guard let place else { return .unknownSession }
        let last = sessions[place].last
        if request.sequence <= last { return .already }
        if request.sequence > last + 1, !defects.contains(.acceptsGaps) { return .gap }
        let size = UInt64(request.content.byteCount)
        if meta.head - meta.floor >= limits.entriesMax || byteCount + size > limits.bytesMax { return .full }
        meta.head += 1
        meta.headTag = Self.tag(after: meta.headTag, request)
        byteCount += size
        sessions[place].last = request.sequence
        entries.append(
            Entry(
                index: meta.head,
                session: request.session.number,
                sequence: request.sequence,
                content: request.content,
                tag: meta.headTag
            )
        )
        return .appended(meta.head)
    }

    /// A chain, as the script's, by a cheaper hash.
    private static func tag(after tag: EntryTag, _ request: AppendRequest) -> EntryTag {
        var bits = tag.bits &* 0x9E37_79B9_7F4A_7C15 &+ request.session.salt
        bits = (bits ^ (bits >> 29)) &* 0xBF58_476D_1CE4_E5B9 &+ request.sequence
        bits = (bits ^ (bits >> 32)) &* 0x94D0_49BB_1331_11EB
        return EntryTag(bits ^ (bits >> 31))
    }

    private mutating func trim(
        _ limit: LogIndex,
        _ commit: LogIndex,
        now: UInt64,
        _ limits: LogLimits,
        _ defects: ModelDefects
    ) -> (reply: LogReply, wrote: Bool) {
        var target = min(limit, meta.floor + limits.trimEntriesMax, meta.head)
        if !defects.contains(.trimsAtWill) {
            target = min(target, max(meta.commit, commit))
            for lease in leases where lease.expiry > now { target = min(target, lease.index) }
        }
        guard target > meta.floor else { return (.trimmed(floor: meta.floor), false) }
        var count = 0
        var freed: UInt64 = 0
        while count < Int(target - meta.floor), freed < limits.trimBytesMax {
            freed += UInt64(entries[count].content.byteCount)
            count += 1
        }
        meta.floorTag = entries[count - 1].tag
        meta.floor += UInt64(count)
        byteCount -= freed
        entries.removeFirst(count)
        leases.removeAll { $0.expiry <= now }
        return (.trimmed(floor: meta.floor), true)
    }

    /// The tag at a place; nil where there is none, or where it was trimmed away.
    func tag(at index: LogIndex) -> EntryTag? {
        if index == meta.floor { return meta.id == nil ? nil : meta.floorTag }
        guard index > meta.floor, index <= meta.head else { return nil }
        return entries[Int(index - meta.floor) - 1].tag
    }
}
