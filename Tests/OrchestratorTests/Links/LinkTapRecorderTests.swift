import Core
import FoundationEssentials
import NIOCore
import Orchestrator
import Runtime
import TestSupport
import Testing

@testable import Orchestrator

/// What counts as passed where a peer takes nothing.
@Suite(.timeLimit(.minutes(1))) struct LinkTapRecorderTests {
    private static let run = RunID(0xAB)
    private static let size = 1_000

    private static func message(_ sequence: UInt32) -> [UInt8] {
        MessagePayload.encode(
            MessageFields(run: run, publisher: PublisherID(1), sequence: sequence, sentAt: 1),
            size: size
        )
    }

    private func tapped(_ path: String) throws -> [HistoryRecord] {
        var found: [HistoryRecord] = []
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        for start in stride(from: HistoryHeader.size, to: bytes.count - HistoryRecord.size + 1, by: HistoryRecord.size)
        {
            let record = bytes[start..<start + HistoryRecord.size].withUnsafeBytes { raw in
                raw.baseAddress.flatMap { HistoryRecord(HistoryRecord.Words($0)) }
            }
            if let record, record.kind == .tapped { found.append(record) }
        }
        return found
    }

    @Test func everythingThatIsTakenHasPassed() async throws {
        let scratch = try ScratchDirectory(prefix: "rollcall-taps")
        defer { scratch.remove() }
        let path = scratch.path + "/links.history"
        try await withLink { bench in
            try await bench.network.record(LinkTapRecorder.Post(path: path, run: Self.run, failed: { _ in }))
            let (near, far) = try await bench.connect()
            for sequence in 1...100 as ClosedRange<UInt32> { try await near.send(Self.message(sequence)) }
            _ = await far.first { $0.count == 100 * Self.size }
        }
        #expect(try tapped(path).map(\.sequence) == Array(1...100))
    }

    @Test func whatTheLinkItselfDropsHasNotPassed() async throws {
        let scratch = try ScratchDirectory(prefix: "rollcall-taps")
        defer { scratch.remove() }
        let path = scratch.path + "/links.history"
        var passed = 0
        try await withLink { bench in
            try await bench.network.record(LinkTapRecorder.Post(path: path, run: Self.run, failed: { _ in }))
            let (near, far) = try await bench.connect()
            try await far.channel.setOption(.autoRead, value: false).get()
            // More than all kernels on the way hold, and the link's own buffer.
            let sending = Task {
                for sequence in 1...40_000 as ClosedRange<UInt32> { try await near.send(Self.message(sequence)) }
            }
            var (last, steady) = (-1, 0)
            // For a second: on a busy machine the sender may have had no turn for a while.
            while steady < 200 {
                try await Task.sleep(for: .milliseconds(5))
                passed = Int(try await bench.counters().bytesTo)
                steady = passed == last && passed > 0 ? steady + 1 : 0
                last = passed
            }
            try await far.reset()
            _ = await near.ended()
            sending.cancel()
            _ = try? await sending.value
        }
        let found = try tapped(path)
        #expect(found.map(\.sequence) == (found.isEmpty ? [] : Array(1...UInt32(found.count))))
        // What was let pass and not taken by the kernel is at least one read of the link.
        #expect(found.count * Self.size <= passed - 2 * Self.size, "\(found.count) of \(passed) bytes")
    }
}
