import Core
import Testing

@Suite struct MessagePayloadTests {
    private let fields = MessageFields(
        run: RunID(0xBEEF),
        publisher: PublisherID(3),
        sequence: 88,
        sentAt: 2_031_000_000
    )

    private func scanAll(_ bytes: [UInt8]) -> [MessageScan] {
        bytes.withUnsafeBytes { raw in
            var offset = 0
            var found: [MessageScan] = []
            while let scan = MessagePayload.next(in: raw, from: &offset) { found.append(scan) }
            return found
        }
    }

    @Test(arguments: [64, 65, 100, 127, 128, 129, 200, 1_000, 1_019, 65_000])
    func hasTheSizeAskedFor(size: Int) {
        #expect(MessagePayload.encode(fields, size: size).count == size)
    }

    @Test func isAsShortAsItsFieldsAllowWhenLessIsAskedFor() {
        let payload = MessagePayload.encode(fields, size: 1)
        #expect(String(decoding: payload, as: UTF8.self).hasPrefix("~rc1.0000beef.3.88.2031000000.0."))
        #expect(scanAll(payload) == [.message(fields)])
    }

    @Test func isFoundInsideAnyText() {
        let payload = MessagePayload.encode(fields, size: 128)
        let text = Array(#"{"C":"s-0,FF","M":[{"H":"~","M":"~rc","A":["#.utf8) + [34] + payload + Array(#""]}]}"#.utf8)
        #expect(scanAll(text) == [.message(fields)])
    }

    @Test func severalInOneFrameAreFoundInOrder() {
        var second = fields
        second.sequence = 89
        let text = MessagePayload.encode(fields, size: 128) + [44] + MessagePayload.encode(second, size: 300)
        #expect(scanAll(text) == [.message(fields), .message(second)])
    }

    @Test func everyChangedByteIsNoticed() {
        let payload = MessagePayload.encode(fields, size: 128)
        for position in 5..<payload.count {
            var damaged = payload
            damaged[position] = damaged[position] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            #expect(!scanAll(damaged).contains(.message(fields)), "a change at byte \(position) passed")
        }
    }

    @Test func everyTruncationIsNoticed() {
        let payload = MessagePayload.encode(fields, size: 128)
        for length in 5..<payload.count {
            let found = scanAll(Array(payload[..<length]))
            #expect(found.count == 1)
            #expect(found.first != .message(fields), "a message cut at \(length) passed")
        }
    }

    @Test func damageKeepsTheIdentityThatCouldBeRead() {
        var payload = MessagePayload.encode(fields, size: 128)
        payload[127] ^= 1
        #expect(scanAll(payload) == [.damaged(fields)])
    }

    @Test func anAbsurdLengthIsDamageNotATrap() {
        let text = Array("~rc1.0000beef.3.88.1.9223372036854775807.0123456789abcdef.x".utf8)
        #expect(
            scanAll(text) == [
                .damaged(MessageFields(run: RunID(0xBEEF), publisher: PublisherID(3), sequence: 88, sentAt: 1))
            ]
        )
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            var bytes = MessagePayload.encode(fields, size: 80)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            }
            #expect(scanAll(bytes).count <= 2)
        }
    }

    /// The algorithm is part of the format: these values never change.
    @Test(arguments: [
        ("", UInt64(0x79af553a81f2bab5)),
        ("a", 0x836bc89162326a74),
        ("12345678", 0x921265c08d33744b),
        ("123456789", 0x3a4f9b6b7479207d),
    ])
    func checksumHasItsPublishedValues(text: String, expected: UInt64) {
        let sum = Array(text.utf8).withUnsafeBytes { MessageChecksum.of($0) }
        #expect(sum == expected, "0x\(String(sum, radix: 16))")
    }
}
