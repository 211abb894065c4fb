/// The text that carries a message through any protocol and any server.
///
///     ~rc1.RUN.PUBLISHER.SEQUENCE.SENT.LENGTH.CHECKSUM.PADDING
///
/// RUN is 8 and CHECKSUM 16 lower-case hexadecimal digits, the others decimal; LENGTH counts the padding, CHECKSUM covers
/// everything before it and the padding. All characters are letters, digits, `~` and `.`, so that no JSON writer escapes one.
package enum MessagePayload {
    /// Bytes that every payload needs at least; a scenario's `size` below it is raised to what its numbers need.
    package static let smallestSize = 64
    /// What a scenario may ask for at most, in bytes.
    package static let largestSize = 64 << 20

    /// Writes one message of `size` bytes in all, or as few as its fields need when that is more.
    package static func encode(_ fields: MessageFields, size: Int) -> [UInt8] {
        var head: [UInt8] = []
        head.reserveCapacity(size)
        head.append(
            contentsOf: "~rc1.\(fields.run).\(fields.publisher.number).\(fields.sequence).\(fields.sentAt).".utf8
        )
        let padding = paddingLength(head: head.count, size: size)
        head.append(contentsOf: "\(padding).".utf8)
        let covered = head.count
        appendPadding(to: &head, count: padding, seed: UInt64(fields.sequence) &* 31 &+ UInt64(fields.publisher.number))
        let checksum = head.withUnsafeBytes { MessageChecksum.of($0) }
        var result = Array(head[..<covered])
        result.reserveCapacity(covered + 17 + padding)
        appendHexadecimal(checksum, to: &result)
        result.append(UInt8(ascii: "."))
        result.append(contentsOf: head[covered...])
        return result
    }

    /// How much padding brings head, length, checksum and padding to `size`; the length's own digits count too.
    private static func paddingLength(head: Int, size: Int) -> Int {
        let fixed = head + 1 + 16 + 1
        var padding = max(0, size - fixed - 1)
        while padding > 0, fixed + String(padding).utf8.count + padding > size { padding -= 1 }
        return padding
    }

    private static func appendPadding(to bytes: inout [UInt8], count: Int, seed: UInt64) {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ab"
        let letters = alphabet.utf8Start
        // Written in place: a message of many megabytes must not cost an append for each byte.
        bytes += [UInt8](unsafeUninitializedCapacity: count) { room, written in
            var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
            for position in 0..<count {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                room[position] = letters[Int(state >> 58)]
            }
            written = count
        }
    }

    private static func appendHexadecimal(_ value: UInt64, to bytes: inout [UInt8]) {
        let digits: StaticString = "0123456789abcdef"
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            bytes.append(digits.utf8Start[Int((value >> shift) & 15)])
        }
    }
}
