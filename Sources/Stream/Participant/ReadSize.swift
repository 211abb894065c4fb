/// How many entries one read asks for: fewer where they are large, or where the connection does not carry so many in time;
/// slowly more again where it does. Without this a node that has to read large messages would lose its connection over each
/// round, and never come further.
struct ReadSize: Hashable, Sendable {
    private(set) var count: Int
    private let countMax: Int
    private let bytesMax: Int

    init(countMax: Int, bytesMax: Int) {
        self.countMax = max(1, countMax)
        self.bytesMax = bytesMax
        count = max(1, countMax / 4)
    }

    /// So few that one read more would weigh.
    var isReduced: Bool { count * 8 < countMax }

    /// The reads of a round brought this.
    /// - Parameter isFull: one of them as many entries as it asked for, so that there may be more.
    mutating func took(byteCount: Int, isFull: Bool) {
        if byteCount > bytesMax {
            halve()
        } else if isFull, byteCount <= bytesMax / 2 {
            count = min(countMax, count + max(1, min(count / 4, countMax / 16)))
        }
    }

    /// The connection ended while reads were under way.
    mutating func lost() { halve() }

    private mutating func halve() { count = max(1, count / 2) }
}
