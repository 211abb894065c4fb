/// What clients saw right after what: the graph whose cycles contradict one common order (reference harness-anchors,
/// section 3.4; `order: total`).
///
/// Where clients agree, each message has one successor, which is held in an array. Only other successors take room in a
/// table: of partial views, behind a loss, and where clients disagree.
final class OrderGraph {
    let index: MessageIndex
    /// Numbers of messages, plus 1; 0 is none.
    private let successors: UnsafeMutablePointer<UInt32>
    /// The client that saw the successor first, by position.
    private let witnesses: UnsafeMutablePointer<UInt32>
    private var others = PairMap()
    /// More different successors were seen than there is room for: what is found is a part.
    private(set) var isOverfull = false

    /// About 25 MB.
    static let othersMax = 1 << 20

    private let othersMax: Int

    init(index: MessageIndex, othersMax: Int = OrderGraph.othersMax) {
        self.index = index
        self.othersMax = othersMax
        successors = .allocate(capacity: max(1, index.count))
        successors.initialize(repeating: 0, count: max(1, index.count))
        witnesses = .allocate(capacity: max(1, index.count))
        witnesses.initialize(repeating: 0, count: max(1, index.count))
    }

    deinit {
        successors.deallocate()
        witnesses.deallocate()
    }

    /// A client saw one message and then, as the next one that counts, the other.
    @inline(__always)
    func follow(_ earlier: Int, _ later: Int, client: Int) {
        if successors[earlier] == UInt32(truncatingIfNeeded: later &+ 1) { return }
        followAnew(earlier, later, client: client)
    }

    @inline(never)
    private func followAnew(_ earlier: Int, _ later: Int, client: Int) {
        if successors[earlier] == 0 {
            successors[earlier] = UInt32(truncatingIfNeeded: later + 1)
            witnesses[earlier] = UInt32(truncatingIfNeeded: client)
        } else if others.find(earlier, later) == nil {
            if others.count < othersMax {
                others.insert(earlier, later, client)
            } else {
                isOverfull = true
            }
        }
    }

    /// All successors, ready to be walked.
    func edges() -> OrderEdges {
        var rest: [OrderEdges.Edge] = []
        rest.reserveCapacity(others.count)
        others.forEach { rest.append(OrderEdges.Edge(from: UInt32($0), to: UInt32($1), client: UInt32($2))) }
        rest.sort { ($0.from, $0.to) < ($1.from, $1.to) }
        return OrderEdges(
            count: index.count,
            first: { self.successors[$0] == 0 ? nil : (Int(self.successors[$0]) - 1, Int(self.witnesses[$0])) },
            rest: rest
        )
    }
}
