import DequeModule

/// The hub calls of a connection that are not answered yet. Call ids are dense, so a queue with a base is the table.
struct PendingCalls: Sendable {
    private struct Call {
        var ticket: UInt64
        var deadline: UInt64
        var open: Bool
    }

    private var calls: Deque<Call> = []
    /// Id of the first entry.
    private var base: UInt32 = 0
    /// How many are open.
    private(set) var count = 0

    /// The id for a new call.
    mutating func add(ticket: UInt64, deadline: UInt64) -> UInt32 {
        let id = base &+ UInt32(calls.count)
        calls.append(Call(ticket: ticket, deadline: deadline, open: true))
        count += 1
        return id
    }

    /// The ticket of the call that this answers; nil when nobody waits for it (any more).
    mutating func take(_ id: UInt32) -> UInt64? {
        let position = Int(id) - Int(base)
        guard position >= 0, position < calls.count, calls[position].open else { return nil }
        calls[position].open = false
        count -= 1
        let ticket = calls[position].ticket
        trim()
        return ticket
    }

    /// Tickets whose time is over.
    mutating func takeExpired(now: UInt64) -> [UInt64] {
        var tickets: [UInt64] = []
        while let first = calls.first, first.deadline <= now {
            calls.removeFirst()
            base &+= 1
            guard first.open else { continue }
            count -= 1
            tickets.append(first.ticket)
        }
        trim()
        return tickets
    }

    /// All open tickets, oldest first; nothing waits afterwards.
    mutating func takeAll() -> [UInt64] {
        let tickets = calls.lazy.filter(\.open).map(\.ticket)
        let result = Array(tickets)
        base &+= UInt32(calls.count)
        calls.removeAll(keepingCapacity: true)
        count = 0
        return result
    }

    private mutating func trim() {
        while let first = calls.first, !first.open {
            calls.removeFirst()
            base &+= 1
        }
    }
}
