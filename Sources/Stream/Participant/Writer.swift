/// What became of a message that a node was asked to append.
package enum AppendAnswer: Hashable, Sendable {
    /// It stands in the log once and for good; at this index where that is known.
    case acknowledged(LogIndex?)
    /// An earlier message of the session is missing. No effect; to be sent again from the lowest unacknowledged one.
    case gap
    /// The session does not exist. Definite only where no earlier attempt of this node may have had an effect.
    case unknownSession(isDefinite: Bool)
    /// The log is at its limit. Definite as above; the publisher can try the same sequence later.
    case full(isDefinite: Bool)
    /// The node holds as much as it may. Nothing was attempted.
    case busy
}

/// The messages that a node has to append, in the order in which they came, each until its outcome is certain.
///
/// An outcome that Redis answered stays open until a round of the same reign is proved; when the reign ends before, the message is
/// sent again. The script sees to it that it stands in the log once.
struct Writer: Sendable {
    private enum State: Hashable {
        case waiting
        /// In the pipeline that is under way.
        case sent
        /// Answered in this reign, not proved.
        case answered(AppendOutcome)
    }

    private struct Item {
        var ticket: UInt64
        var request: AppendRequest
        var byteCount: Int
        var attempts = 0
        var state = State.waiting
    }

    private var items: [Item] = []
    private var byteCount = 0
    private(set) var waitingCount = 0
    let measures: SafetyMeasures

    init(measures: SafetyMeasures) { self.measures = measures }

    var isEmpty: Bool { items.isEmpty }
    /// Answers of this reign wait for a proof.
    private(set) var awaitsProof = false

    /// False when there is no room.
    mutating func submit(_ ticket: UInt64, _ request: AppendRequest, bytesMax: Int) -> Bool {
        let size = request.content.byteCount
        guard items.isEmpty || byteCount + size <= bytesMax else { return false }
        items.append(Item(ticket: ticket, request: request, byteCount: size))
        byteCount += size
        waitingCount += 1
        return true
    }

    /// What the next pipeline appends.
    mutating func batch(entriesMax: Int, bytesMax: Int) -> [AppendRequest] {
        guard waitingCount > 0 else { return [] }
        var batch: [AppendRequest] = []
        var size = 0
        for place in items.indices where items[place].state == .waiting {
            size += items[place].byteCount
            guard batch.isEmpty || (batch.count < entriesMax && size <= bytesMax) else { break }
            items[place].state = .sent
            items[place].attempts += 1
            batch.append(items[place].request)
        }
        waitingCount -= batch.count
        return batch
    }

    /// Redis answered the batch, in the reign that it was meant for. Returns what is certain without a proof.
    mutating func answered(_ outcomes: [AppendOutcome]) -> [(ticket: UInt64, answer: AppendAnswer)] {
        var rest = outcomes[...]
        for place in items.indices where items[place].state == .sent {
            guard let outcome = rest.popFirst() else { break }
            items[place].state = .answered(outcome)
            awaitsProof = true
        }
        if !measures.contains(.acknowledgesWhenProved) { return proved() }
        return resolve { item in
            guard case .answered(.full) = item.state else { return nil }
            return .full(isDefinite: item.attempts == 1)
        }
    }

    /// Redis refused the batch as a whole: it had no effect.
    mutating func batchRefused() {
        for place in items.indices where items[place].state == .sent { items[place].state = .waiting }
        recount()
    }

    /// All that was answered in this reign is certain.
    mutating func proved() -> [(ticket: UInt64, answer: AppendAnswer)] {
        guard awaitsProof else { return [] }
        return resolve { item in
            guard case .answered(let outcome) = item.state else { return nil }
            return switch outcome {
            case .appended(let index): .acknowledged(index)
            case .already: .acknowledged(nil)
            case .gap: .gap
            case .unknownSession: .unknownSession(isDefinite: item.attempts == 1)
            case .full: .full(isDefinite: item.attempts == 1)
            }
        }
    }

    /// The mistake of taking "not proved" for "failed"; only where that measure is left out.
    mutating func failed() -> [(ticket: UInt64, answer: AppendAnswer)] {
        resolve { item in
            if case .answered = item.state { .unknownSession(isDefinite: true) } else { nil }
        }
    }

    /// Nothing is known of what was not proved: it is sent again.
    mutating func reignEnded() {
        for place in items.indices { items[place].state = .waiting }
        recount()
    }

    private mutating func resolve(
        _ answer: (borrowing Item) -> AppendAnswer?
    ) -> [(ticket: UInt64, answer: AppendAnswer)] {
        var answers: [(ticket: UInt64, answer: AppendAnswer)] = []
        var kept = 0
        for place in items.indices {
            if let answer = answer(items[place]) {
                answers.append((items[place].ticket, answer))
                byteCount -= items[place].byteCount
            } else {
                if kept != place { items.swapAt(kept, place) }
                kept += 1
            }
        }
        items.removeLast(items.count - kept)
        recount()
        return answers
    }

    private mutating func recount() {
        waitingCount = 0
        awaitsProof = false
        for item in items {
            switch item.state {
            case .waiting: waitingCount += 1
            case .sent: break
            case .answered: awaitsProof = true
            }
        }
    }
}
