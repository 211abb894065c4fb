import Core

/// Keys that make a Redis load slowly. They are in the file only: all have expired long ago.
enum LoadingFiller {
    /// What `key-load-delay` makes of each.
    static let microsecondsPerKey = 5_000
    /// More than `loading-process-events-interval-bytes`: clients are answered after each.
    private static let valueBytes = 1_100
    /// The first byte behind the keys, and the checksum that stands behind it; zero stands for none.
    private static let end: [UInt8] = [0xFF] + [UInt8](repeating: 0, count: 8)

    /// A snapshot file that takes at least so long to load: the given one, or an empty one, with keys added.
    ///
    /// The format is that of Redis 5 and later: `REDIS`, four digits, then keys, 0xFF, and eight bytes of checksum.
    ///
    /// - Returns: nil when `snapshot` is no such file.
    static func slowed(_ snapshot: [UInt8]?, milliseconds: Int) -> [UInt8]? {
        var bytes = Array("REDIS0009".utf8)
        if let snapshot {
            guard snapshot.starts(with: Array("REDIS".utf8)), snapshot.count > bytes.count + end.count,
                snapshot[snapshot.count - end.count] == 0xFF
            else { return nil }
            bytes = Array(snapshot.dropLast(end.count))
        }
        // SELECTDB 0.
        bytes += [0xFE, 0]
        let value = [UInt8](repeating: UInt8(ascii: "."), count: valueBytes)
        for number in 0...(milliseconds * 1_000 / microsecondsPerKey) {
            // EXPIRETIME_MS 1: the first millisecond of 1970.
            bytes += [0xFC, 1, 0, 0, 0, 0, 0, 0, 0, 0]
            let key = Array("rollcall:loading:\(number)".utf8)
            // A string, whose length takes six bits; then one whose length takes fourteen.
            bytes += [UInt8(key.count)] + key
            bytes += [0x40 | UInt8(valueBytes >> 8), UInt8(valueBytes & 0xFF)] + value
        }
        return bytes + end
    }
}
