/// A reading of its own for `order: causal`: what the clients that carry publishers had seen when those published. Both
/// are in one history, in the order in which they happened, so no clocks are compared.
struct CausalPass: ~Copyable {
    private let store: MessageStore
    private let table: StreamTable
    private let dependencies: DependencyTable
    /// By client number.
    private let isCarrier: [Bool]
    private var marks: [Mark] = []
    private var places = PairMap()
    /// By client number, its marks as a list; -1 is the end.
    private var heads: [Int]
    /// Counts what carriers saw.
    private var tick: UInt64 = 0
    /// By stream, the count at the last publish to it.
    private var publishedAt: [UInt64]
    /// By publisher, the last message that was invoked; retries depend on nothing more.
    private var invoked: [UInt32]

    /// The latest message of a stream that a carrier has seen.
    private struct Mark {
        let publisher: Int
        let next: Int
        var sequence: UInt32
        var tick: UInt64
    }

    init(manifest: RunManifest, store: MessageStore, table: StreamTable, dependencies: DependencyTable) {
        self.store = store
        self.table = table
        self.dependencies = dependencies
        let numbers = manifest.publishers.map { Int($0.client.number) }
        var carriers = [Bool](repeating: false, count: (numbers.max() ?? 0) + 1)
        for number in numbers { carriers[number] = true }
        isCarrier = carriers
        heads = Array(repeating: -1, count: carriers.count)
        publishedAt = Array(repeating: 0, count: table.streams.count)
        invoked = Array(repeating: 0, count: store.publisherCount)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
            let kind = bytes[offset]
            guard kind == HistoryKind.delivered.rawValue || kind == HistoryKind.publishInvoked.rawValue else {
                continue
            }
            let words = HistoryRecord.Words(base + offset)
            let client = Int(words.head >> 32)
            guard client < isCarrier.count, isCarrier[client] else { continue }
            let publisher = Int(UInt32(truncatingIfNeeded: words.message)) - 1
            let sequence = UInt32(words.message >> 32)
            guard let found = store.find(publisher, sequence) else { continue }
            let state = found.pointee.state
            guard state != .absent, state != .fail else { continue }
            if kind == HistoryKind.delivered.rawValue {
                saw(client, publisher, sequence, Int(found.pointee.stream))
            } else {
                published(client, publisher, sequence, Int(found.pointee.stream))
            }
        }
    }

    private mutating func saw(_ client: Int, _ publisher: Int, _ sequence: UInt32, _ stream: Int) {
        tick += 1
        if let place = places.find(client, stream) {
            guard sequence > marks[place].sequence else { return }
            marks[place].sequence = sequence
            marks[place].tick = tick
            return
        }
        places.insert(client, stream, marks.count)
        marks.append(Mark(publisher: publisher, next: heads[client], sequence: sequence, tick: tick))
        heads[client] = marks.count - 1
    }

    private mutating func published(_ client: Int, _ publisher: Int, _ sequence: UInt32, _ stream: Int) {
        guard sequence > invoked[publisher] else { return }
        invoked[publisher] = sequence
        let since = publishedAt[stream]
        let number = dependencies.index.number(publisher, sequence)
        var mark = heads[client]
        while mark >= 0 {
            if marks[mark].tick > since, marks[mark].publisher != publisher {
                let seen = dependencies.index.number(marks[mark].publisher, marks[mark].sequence)
                dependencies.add(number, dependsOn: seen)
            }
            mark = marks[mark].next
        }
        publishedAt[stream] = tick
    }
}
