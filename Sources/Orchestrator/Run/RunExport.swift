package import Core
import Glibc
import Runtime

/// Writes every record of every history of a run as text. Memory stays as it is, whatever the size of the run.
package struct RunExport: Sendable {
    private let run: StoredRun
    private let format: RecordFormat

    package init(_ run: StoredRun, as format: RecordFormat) {
        self.run = run
        self.format = format
    }

    /// Text that is gathered before it is written, in bytes.
    private static let pieceSize = 1 << 20

    /// Writes to a descriptor, in the order of the manifest. Returns what was read of each history; one that is damaged is
    /// written as far as it goes. Whoever reads may stop reading: then the rest is not written.
    ///
    /// - Throws: ``HarnessError`` with 75 where it cannot be written.
    package func write(to file: Int32) throws(HarnessError) -> [(name: String, condition: HistoryCondition)] {
        var exporter = RecordExporter(run.manifest, as: format)
        var failure: Int32 = 0
        var conditions: [(name: String, condition: HistoryCondition)] = []
        for source in run.sources {
            exporter.begin(source.name, source.header(), texts: source.strings())
            let condition = source.read(of: run.manifest.run) { records in
                guard failure == 0 else { return }
                var rest = records
                // A line takes about ten times the bytes of its record.
                while !rest.isEmpty, failure == 0 {
                    let count = min(rest.count, Self.pieceSize / 16)
                    exporter.take(UnsafeRawBufferPointer(rebasing: rest[..<count]))
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                    if exporter.bytes.count >= Self.pieceSize { failure = Self.flush(&exporter, to: file) }
                }
            }
            conditions.append((source.name, condition))
            if failure != 0 { break }
        }
        if failure == 0 { failure = Self.flush(&exporter, to: file) }
        guard failure == 0 || failure == EPIPE else {
            throw HarnessError(.environment, "cannot write the export: \(String(cString: strerror(failure)))")
        }
        return conditions
    }

    /// The kernel's error number, or 0.
    private static func flush(_ exporter: inout RecordExporter, to file: Int32) -> Int32 {
        defer { exporter.bytes.removeAll(keepingCapacity: true) }
        return exporter.bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let written = Glibc.write(file, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return errno }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
            return 0
        }
    }
}
