/// By what two deliveries to different connections are the same text, so that a broadcast is encoded once.
///
/// Equal identities mean equal cursor and the same stored messages in the same order: count, first and last serial are
/// compared as they are, those between through a 64-bit mix. A response with `S`, `T`, `G` or `L` has none.
package struct FrameIdentity: Hashable, Sendable {
    package let cursor: UInt64
    package let count: Int
    package let firstSerial: UInt64
    package let lastSerial: UInt64
    package let digest: UInt64

    @inlinable
    package static func == (left: FrameIdentity, right: FrameIdentity) -> Bool {
        left.digest == right.digest && left.cursor == right.cursor && left.count == right.count
            && left.firstSerial == right.firstSerial && left.lastSerial == right.lastSerial
    }

    package init(cursor: UInt64, messages: [StoredMessage]) {
        self.init(cursor: cursor, serials: messages.lazy.map(\.serial))
    }

    /// - Parameter serials: ascending numbers that tell the node's messages apart.
    @inlinable
    package init(cursor: UInt64, serials: some BidirectionalCollection<UInt64>) {
        self.cursor = cursor
        count = serials.count
        firstSerial = serials.first ?? 0
        lastSerial = serials.last ?? 0
        var digest: UInt64 = 0x9E37_79B9_7F4A_7C15
        for serial in serials {
            let mixed = (digest ^ serial) &* 0xBF58_476D_1CE4_E5B9
            digest = mixed ^ (mixed >> 31)
        }
        self.digest = digest
    }
}
