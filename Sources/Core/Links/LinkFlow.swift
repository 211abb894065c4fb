import DequeModule

/// What passes one way of one connection, and when. A pure state machine that counts bytes and does not hold them: whoever
/// does asks how many may pass now. Times are nanoseconds of a monotonic clock.
///
/// Bytes pass in the order in which they came, each once; its end passes behind the last byte.
package struct LinkFlow: Sendable {
    /// Bytes that are read ahead while they are only late.
    package static let lineBytesMax = 16 << 20
    /// Bytes that are read ahead while nothing passes at all.
    package static let heldBytesMax = 64 << 10
    /// Arrivals closer to each other than this are late together.
    private static let grain: UInt64 = 100_000
    /// A limited rate passes what has come up in so long at once.
    private static let burstSeconds = 0.01

    private struct Piece {
        /// Offset behind its last byte.
        var end: Int
        let arrival: UInt64
        /// Its part of the jitter, 0 to 1.
        let chance: Double
    }

    private struct Ending {
        let kind: LinkEnding
        let arrival: UInt64
    }

    package private(set) var arrived = 0
    package private(set) var passed = 0
    private var pieces: Deque<Piece> = []
    private var ending: Ending?
    /// Offsets from which on nothing passes, by who holds.
    private var holds: [Int: Int] = [:]
    private var cut: (start: Int, offset: Int, kind: LinkEnding)?
    private var scanner: LinkFrameScanner?
    /// Somebody waits for a frame that the scanner may find.
    private var isArmed = false
    private var isSilent = false
    private var delay: UInt64 = 0
    private var jitter: UInt64 = 0
    private var bytesPerSecond: Int?
    private var credit: Double = 0
    private var creditTime: UInt64 = 0
    private var random: SeededGenerator

    /// - Parameter scanner: where frames of this flow have to be found some time in its life.
    package init(random: SeededGenerator, scanner: LinkFrameScanner? = nil) {
        self.random = random
        self.scanner = scanner
    }

    package var withheld: Int { arrived - passed }
    package var isScanned: Bool { scanner != nil }

    /// Whether more should be read: what is kept back has a bound.
    package var wantsMore: Bool {
        withheld < (isSilent || !holds.isEmpty || bytesPerSecond != nil ? Self.heldBytesMax : Self.lineBytesMax)
    }

    /// Nothing keeps anything back.
    private var isFree: Bool {
        !isSilent && delay == 0 && jitter == 0 && bytesPerSecond == nil && holds.isEmpty && cut == nil && !isArmed
    }
}

// What comes in.
extension LinkFlow {
    /// Bytes came.
    package mutating func arrive(_ count: Int, at now: UInt64) {
        arrived += count
        if let last = pieces.indices.last, now &- pieces[last].arrival < Self.grain {
            pieces[last].end = arrived
        } else if !(isFree && pieces.isEmpty) {
            let chance = jitter > 0 ? Double.random(in: 0..<1, using: &random) : 0
            pieces.append(Piece(end: arrived, arrival: now, chance: chance))
        }
    }

    /// Looks for frames in bytes that have just come; what it returns while nobody waits for one is empty.
    package mutating func scan(_ bytes: UnsafeRawBufferPointer) -> [LinkFrameEvent] {
        guard scanner != nil else { return [] }
        var events: [LinkFrameEvent] = []
        if isArmed || cut != nil {
            scanner?.scan(bytes) { events.append($0) }
        } else {
            scanner?.scan(bytes) { _ in }
        }
        return events
    }

    /// No more will come. A reset may follow a close.
    package mutating func end(_ kind: LinkEnding, at now: UInt64) {
        ending = Ending(kind: kind, arrival: now)
    }
}

// What is done to it.
extension LinkFlow {
    /// Sets what works on it from now on. What no longer keeps bytes back lets them pass at once.
    mutating func set(isSilent: Bool, delay: UInt64, jitter: UInt64, bytesPerSecond: Int?, at now: UInt64) {
        if self.bytesPerSecond != bytesPerSecond { (credit, creditTime) = (0, now) }
        self.isSilent = isSilent
        self.delay = delay
        self.jitter = jitter
        self.bytesPerSecond = bytesPerSecond
    }

    /// While armed, a frame passes only when it is known what it is.
    package mutating func arm(_ isArmed: Bool) { self.isArmed = isArmed && isScanned }

    /// From this offset on nothing passes until ``release(_:)``; what has passed already has passed.
    package mutating func hold(_ holder: Int, from offset: Int) { holds[holder] = max(passed, offset) }

    package mutating func release(_ holder: Int) { holds[holder] = nil }

    /// The connection is to be ended when so many bytes from an offset on have passed; of several cuts the first counts.
    package mutating func cut(from start: Int, afterBytes count: Int, _ kind: LinkEnding) {
        let offset = max(passed, start + count)
        if let cut, cut.offset <= offset { return }
        cut = (start, offset, kind)
    }

    /// A frame ended: one that is shorter than where it was to be cut loses its last byte.
    package mutating func frameEnded(at end: Int) {
        guard let cut, end > cut.start, end <= cut.offset else { return }
        self.cut?.offset = max(passed, end - 1)
    }
}

// What goes out.
extension LinkFlow {
    /// Takes out what may pass now.
    package mutating func take(at now: UInt64) -> LinkPassage {
        var passage = LinkPassage()
        if isFree, pieces.isEmpty {
            passage.bytes = arrived - passed
            passed = arrived
        } else if !isSilent {
            refill(at: now)
            passage.bytes = max(0, min(openEnd(at: now) - passed, allowance))
            passed += passage.bytes
            if bytesPerSecond != nil { credit -= Double(passage.bytes) }
            while let first = pieces.first, first.end <= passed { pieces.removeFirst() }
            if let cut, passed >= cut.offset {
                passage.cut = cut.kind
                return passage
            }
        }
        if let ending, !isSilent, passed == arrived, holds.isEmpty, due(ending.arrival, chance: 0) <= now {
            passage.ending = ending.kind
            self.ending = nil
        }
        return passage
    }

    /// When it is worth asking again, if nothing else happens; nil when only something else can help.
    package func nextTime(after now: UInt64) -> UInt64? {
        guard !isSilent else { return nil }
        guard withheld > 0 else { return holds.isEmpty ? ending.map { due($0.arrival, chance: 0) } : nil }
        guard gate > passed else { return nil }
        if let first = pieces.first, case let time = due(first.arrival, chance: first.chance), time > now {
            return time
        }
        guard let bytesPerSecond else { return now }
        let lacking = min(Double(withheld), burst(bytesPerSecond)) - credit
        return now + UInt64(max(lacking, 0) / Double(bytesPerSecond) * 1e9) + 1
    }

    /// Where frames, holds and cuts stop the stream.
    private var gate: Int {
        var gate = arrived
        for offset in holds.values { gate = min(gate, offset) }
        if let cut { gate = min(gate, cut.offset) }
        // Its head may be the one that somebody waits for; when nothing follows it, it is none.
        if isArmed, ending == nil, let start = scanner?.undecided { gate = min(gate, max(start, passed)) }
        return gate
    }

    /// Offset behind the last byte that is late enough and that nothing stops.
    private func openEnd(at now: UInt64) -> Int {
        let gate = gate
        guard delay > 0 || jitter > 0, !pieces.isEmpty else { return gate }
        var open = passed
        for piece in pieces {
            guard due(piece.arrival, chance: piece.chance) <= now else { break }
            open = piece.end
        }
        return min(open, gate)
    }

    private func due(_ arrival: UInt64, chance: Double) -> UInt64 {
        arrival + delay + UInt64(chance * Double(jitter))
    }

    private var allowance: Int {
        guard let bytesPerSecond else { return .max }
        return credit >= min(Double(withheld), burst(bytesPerSecond)) ? Int(credit) : 0
    }

    private func burst(_ bytesPerSecond: Int) -> Double { max(1, Double(bytesPerSecond) * Self.burstSeconds) }

    private mutating func refill(at now: UInt64) {
        guard let bytesPerSecond, now > creditTime else { return }
        let earned = Double(now - creditTime) / 1e9 * Double(bytesPerSecond)
        credit = min(credit + earned, 2 * burst(bytesPerSecond))
        creditTime = now
    }
}

/// What may pass a link now.
package struct LinkPassage: Hashable, Sendable {
    package var bytes = 0
    /// Behind the bytes the sender has ended.
    package var ending: LinkEnding?
    /// Behind the bytes the connection is to be ended, both ways.
    package var cut: LinkEnding?

    package init() {}
}
