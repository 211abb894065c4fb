import Core
import NIOCore
import Runtime

/// The tap of one connection.
struct LinkTapping {
    var tap: LinkTap
    let node: NodeID
    let place: LinkTap.Place
    let connection: Int

    /// The way that is listened to.
    var direction: LinkDirection { place == .toRedis ? .to : .from }

    /// These bytes have passed: one record for each message that is complete with them.
    mutating func pass(_ buffer: ByteBuffer, _ report: (HistoryRecord) -> Void) {
        var found: [(UInt32, UInt32)] = []
        buffer.withUnsafeReadableBytes { bytes in tap.pass(bytes) { found.append(($0, $1)) } }
        for (publisher, sequence) in found { report(record(.tapped, publisher, sequence)) }
    }

    func record(_ kind: HistoryKind, _ publisher: UInt32 = 0, _ sequence: UInt32 = 0) -> HistoryRecord {
        HistoryRecord(
            kind,
            subject: node.number,
            time: MonotonicClock.now(),
            detail: place.rawValue,
            publisher: publisher,
            sequence: sequence,
            extra: UInt64(connection)
        )
    }
}
