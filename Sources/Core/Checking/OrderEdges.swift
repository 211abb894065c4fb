/// The edges of an ``OrderGraph``, of each message in a fixed order.
struct OrderEdges {
    struct Edge {
        var from: UInt32
        var to: UInt32
        var client: UInt32
    }

    /// Number of messages.
    let count: Int
    /// The successor that was seen first, and by whom.
    let first: (Int) -> (to: Int, client: Int)?
    /// All others, sorted.
    let rest: [Edge]

    /// Where the others of a message begin.
    private func start(_ message: Int) -> Int {
        var (low, high) = (0, rest.count)
        while low < high {
            let middle = low + (high - low) / 2
            if Int(rest[middle].from) >= message { high = middle } else { low = middle + 1 }
        }
        return low
    }

    func forEach(of message: Int, _ body: (_ to: Int, _ client: Int) -> Void) {
        guard let first = first(message) else { return }
        body(first.to, first.client)
        var place = start(message)
        while place < rest.count, Int(rest[place].from) == message {
            body(Int(rest[place].to), Int(rest[place].client))
            place += 1
        }
    }

    /// Walks the successors of a message: -1 begins, and each call moves the place on.
    private func next(of message: Int, _ place: inout Int) -> Int? {
        if place < 0 {
            guard let first = first(message) else { return nil }
            place = start(message)
            return first.to
        }
        guard place < rest.count, Int(rest[place].from) == message else { return nil }
        defer { place += 1 }
        return Int(rest[place].to)
    }

    /// Sets of messages that no common order can hold: strongly connected components of more than one message, by
    /// Tarjan's algorithm without recursion. Linear.
    func knots() -> [[UInt32]] {
        let done = UInt32.max
        var found = [UInt32](repeating: 0, count: count)
        var low = found
        var path: [UInt32] = []
        var calls: [(message: Int, place: Int)] = []
        var time: UInt32 = 0
        var knots: [[UInt32]] = []
        func visit(_ message: Int) {
            time += 1
            found[message] = time
            low[message] = time
            path.append(UInt32(message))
            calls.append((message, -1))
        }
        for root in 0..<count where found[root] == 0 && first(root) != nil {
            visit(root)
            while let (message, _) = calls.last {
                if let target = next(of: message, &calls[calls.count - 1].place) {
                    if found[target] == 0 {
                        visit(target)
                    } else if found[target] != done {
                        low[message] = min(low[message], found[target])
                    }
                    continue
                }
                calls.removeLast()
                if let (parent, _) = calls.last { low[parent] = min(low[parent], low[message]) }
                guard low[message] == found[message] else { continue }
                let begin = path.lastIndex(of: UInt32(message)) ?? 0
                if path.count - begin > 1 { knots.append(Array(path[begin...])) }
                for member in path[begin...] { found[Int(member)] = done }
                path.removeSubrange(begin...)
            }
        }
        return knots
    }

    /// Messages that a search for the shortest cycle looks at before it gives up.
    static let searchMax = 100_000

    /// A shortest way from a message of a knot back to itself; nil when it is too far to look for.
    func cycle(through start: Int, in knot: [UInt32]) -> [Edge]? {
        let members = Set(knot)
        var cameBy: [UInt32: Edge] = [:]
        var queue = [UInt32(start)]
        var head = 0
        var closing: Edge?
        while head < queue.count, closing == nil, cameBy.count <= Self.searchMax {
            let message = queue[head]
            head += 1
            forEach(of: Int(message)) { to, client in
                let edge = Edge(from: message, to: UInt32(to), client: UInt32(client))
                if to == start {
                    if closing == nil { closing = edge }
                } else if members.contains(edge.to), cameBy[edge.to] == nil {
                    cameBy[edge.to] = edge
                    queue.append(edge.to)
                }
            }
        }
        guard let closing else { return nil }
        var way = [closing]
        while let last = way.last, last.from != UInt32(start), let edge = cameBy[last.from] { way.append(edge) }
        return way.reversed()
    }
}
