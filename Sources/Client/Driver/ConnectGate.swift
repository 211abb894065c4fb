import DequeModule

/// Lets at most so many connections be opened at the same time; the others wait in line.
struct ConnectGate<Waiter> {
    private let limit: Int
    private var inside = 0
    private var line: Deque<Waiter> = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The waiter itself when there is room, else nil: it is in line.
    mutating func enter(_ waiter: Waiter) -> Waiter? {
        guard inside < limit else {
            line.append(waiter)
            return nil
        }
        inside += 1
        return waiter
    }

    /// One is through; whoever is let in now.
    mutating func leave() -> Waiter? {
        precondition(inside > 0, "left the gate without having entered")
        guard let next = line.popFirst() else {
            inside -= 1
            return nil
        }
        return next
    }
}
