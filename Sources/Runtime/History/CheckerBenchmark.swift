package import Core
import Glibc

/// Times the checker on a run that was made up. For `rollcall bench checker`.
package struct CheckerBenchmark: Sendable {
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

    private let run: SyntheticRun

    package init(_ run: SyntheticRun) {
        self.run = run
    }

    /// Checks the histories that ``SyntheticRun/write(to:)`` wrote below a folder.
    package func measure(in folder: String) -> Result {
        let manifest = run.manifest
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
            memoryPeak: max(gauge.peak, MemoryGauge.ownMemory()),
            memoryBefore: before
        )
    }

    private static func processorTime() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
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
