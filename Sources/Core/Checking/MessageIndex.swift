/// A number for every message of a store, dense from 0: publisher by publisher, in the order of their sequences.
struct MessageIndex {
    /// The number of each publisher's first message, and the end.
    private let bases: [Int]

    init(store: MessageStore) {
        var bases = [0]
        for publisher in 0..<store.publisherCount { bases.append(bases[publisher] + Int(store.count(of: publisher))) }
        self.bases = bases
    }

    var count: Int { bases[bases.count - 1] }

    /// Publishers from 0, sequences from 1.
    @inline(__always)
    func number(_ publisher: Int, _ sequence: UInt32) -> Int {
        bases[publisher] + Int(sequence) - 1
    }

    func name(_ number: Int) -> (publisher: Int, sequence: UInt32) {
        var (low, high) = (0, bases.count - 1)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if bases[middle] <= number { low = middle } else { high = middle }
        }
        return (low, UInt32(number - bases[low] + 1))
    }
}
