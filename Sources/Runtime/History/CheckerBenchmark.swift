package import Core
import Glibc

/// Times the checker on a run that it makes up: every client sees every message, in order. For `rollcall bench checker`.
package struct CheckerBenchmark: Sendable {
    package var clients: Int
    package var publishers: Int
    /// Deliveries in all, of which every client gets as many.
    package var deliveries: Int
    /// Client processes, one history each.
    package var processes: Int

    package init(clients: Int = 100, publishers: Int = 10, deliveries: Int = 10_000_000, processes: Int = 2) {
        self.clients = clients
        self.publishers = publishers
        self.deliveries = deliveries
        self.processes = processes
    }

    /// What it took.
    package struct Result: Sendable {
        package var verdict: Verdict
        /// From the first byte read to the verdict.
        package var nanoseconds: UInt64
        /// Processor time of the same, of which a busy machine leaves a smaller share; nanoseconds.
        package var processorNanoseconds: UInt64
        /// Bytes of all histories.
        package var bytes: UInt64
        /// The most own memory (RssAnon) that was in use while checking, bytes, and what was in use before.
        package var memoryPeak: UInt64
        package var memoryBefore: UInt64
    }

    private static let run = RunID(0xBE7C_0001)
    private static let start: UInt64 = 1_000_000_000

    private var messagesPerPublisher: Int { max(1, deliveries / clients / publishers) }

    /// Writes the histories into an existing folder, checks them, and removes them.
    package func measure(in folder: String) throws(HistoryFileError) -> Result {
        let manifest = manifest
        defer {
            for name in manifest.histories { unlink(folder + "/" + name) }
        }
        for process in 0..<processes { try write(process, to: folder + "/" + manifest.histories[process]) }
        let gauge = MemoryGauge()
        let sources = manifest.histories.map { GaugedHistory(file: HistoryFile(name: $0, in: folder), gauge: gauge) }
        let before = MemoryGauge.ownMemory()
        let (begin, processorBegin) = (MonotonicClock.now(), Self.processorTime())
        let verdict = Checker.check(manifest, sources)
        let (end, processorEnd) = (MonotonicClock.now(), Self.processorTime())
        return Result(
            verdict: verdict,
            nanoseconds: end - begin,
            processorNanoseconds: processorEnd - processorBegin,
            bytes: verdict.histories.reduce(0) { $0 + $1.records * UInt64(HistoryRecord.size) },
            memoryPeak: gauge.peak,
            memoryBefore: before
        )
    }

    private static func processorTime() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private var manifest: RunManifest {
        RunManifest(
            run: Self.run,
            seed: 1,
            scenario: "bench-checker",
            backplane: .pubsub,
            nodes: [NodeID(1), NodeID(2)],
            clients: (1...clients).map { ManifestClient(client: ClientID(UInt32($0))) },
            audiences: [.all],
            publishers: (1...publishers).map {
                ManifestPublisher(publisher: PublisherID(UInt32($0)), client: ClientID(UInt32($0 % clients + 1)))
            },
            faults: [],
            expectation: Expectation(),
            histories: (1...processes).map { "bench-client-\($0).history" }
        )
    }

    private func write(_ process: Int, to path: String) throws(HistoryFileError) {
        let own = (1...clients).filter { $0 % processes == process }
        let header = HistoryHeader.current(role: .client, process: UInt32(process + 1), run: Self.run)
        let writer = try HistoryWriter(path: path, header: header)
        var time = Self.start
        for client in own {
            try writer.append(.init(.connected, subject: UInt32(client), time: time, detail: UInt16(client % 2 + 1)))
        }
        let last = messagesPerPublisher
        for sequence in 1...last {
            for publisher in 1...publishers {
                time += 1_000
                if publisher % processes == process {
                    try publish(writer, UInt32(publisher), UInt32(sequence), isLast: sequence == last, at: time)
                }
                for client in own {
                    try writer.append(
                        .init(
                            .delivered,
                            subject: UInt32(client),
                            time: time + 500 + UInt64(client & 63),
                            publisher: UInt32(publisher),
                            sequence: UInt32(sequence),
                            extra: time
                        )
                    )
                }
            }
        }
        for client in own { try writer.append(.init(.alive, subject: UInt32(client), time: time + 1_000)) }
        try writer.close()
    }

    private func publish(
        _ writer: HistoryWriter,
        _ publisher: UInt32,
        _ sequence: UInt32,
        isLast: Bool,
        at time: UInt64
    ) throws(HistoryFileError) {
        var record = HistoryRecord(.publishInvoked, subject: publisher, time: time, detail: 1)
        record.flags = isLast ? PublishFlags.sentinel.rawValue : 0
        record.publisher = publisher
        record.sequence = sequence
        try writer.append(record)
        record.kind = .publishEnded
        record.flags = Outcome.ok.rawValue
        record.time = time + 400
        try writer.append(record)
    }
}

/// A history that looks at the memory in use while it is read.
private struct GaugedHistory: HistorySource {
    let file: HistoryFile
    let gauge: MemoryGauge

    var name: String { file.name }

    func read(of run: RunID?, _ records: (UnsafeRawBufferPointer) -> Void) -> HistoryCondition {
        file.read(of: run) { bytes in
            records(bytes)
            gauge.look()
        }
    }

    func strings() -> HistoryStringTable { file.strings() }
}

/// The greatest own memory seen so far.
private final class MemoryGauge {
    private(set) var peak: UInt64 = 0
    private var looks = 0

    /// Every sixteenth time, as a look costs some 20 microseconds.
    func look() {
        looks += 1
        if looks % 16 == 0 { peak = max(peak, Self.ownMemory()) }
    }

    /// RssAnon of this process, bytes; 0 when the kernel does not tell.
    static func ownMemory() -> UInt64 {
        let file = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(file, &bytes, bytes.count)
        for line in bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n")) {
            guard line.starts(with: "RssAnon:".utf8) else { continue }
            let digits = line.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            return digits.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) } * 1_024
        }
        return 0
    }
}
