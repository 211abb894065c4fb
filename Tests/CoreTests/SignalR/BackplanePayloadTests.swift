import Core
import Testing

@Suite struct BackplanePayloadTests {
    private static let value = Array(#"{"H":"Chat","M":"hi","A":[1]}"#.utf8)

    /// The composed sample of the reference, section 7.2.
    private static let sample: [UInt8] =
        [0x34, 0x32, 0x20, 0x3A, 0, 0, 0, 1, 0, 0, 0, 1, 0x61, 6, 0x68, 0x2D, 0x43, 0x68, 0x61, 0x74, 0x1D, 0, 0, 0]
        + value + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xDD, 8]

    private static let samplePayload = BackplanePayload(
        id: 42,
        messages: [BusMessage(source: "a", key: "h-Chat", value: value)],
        originTicks: 0x08DD_0000_0000_0000
    )

    @Test func theSampleOfTheReferenceIsReadAndWritten() throws {
        #expect(try BackplanePayload.decode(Self.sample) == Self.samplePayload)
        #expect(Self.samplePayload.encode() == Self.sample)
    }

    @Test func everyTruncationIsAnError() {
        for count in 0..<Self.sample.count {
            #expect(throws: SignalRError.self, "\(count) bytes") {
                try BackplanePayload.decode(Array(Self.sample.prefix(count)))
            }
        }
    }

    @Test func aByteBehindTheEndIsAnError() {
        #expect(throws: SignalRError.self) { try BackplanePayload.decode(Self.sample + [0]) }
    }

    @Test(arguments: [
        3, 4, 5, 6,  // length of the message
        7, 8, 9, 10,  // count
        11, 13,  // string lengths
        20, 21, 22, 23,  // value length
        53, 54, 55, 56,  // command id, flags, filter
    ])
    func everyDamagedLengthCountOrFlagIsAnError(position: Int) {
        var damaged = Self.sample
        damaged[position] ^= 0x82
        #expect(throws: SignalRError.self) { try BackplanePayload.decode(damaged) }
    }

    @Test func anyDamageIsReadOrRefusedButNeverTraps() {
        for position in Self.sample.indices {
            for bit in 0..<8 {
                var damaged = Self.sample
                damaged[position] ^= 1 << UInt8(bit)
                let payload = try? BackplanePayload.decode(damaged)
                #expect(payload != Self.samplePayload)
            }
        }
    }

    @Test func textThatIsNotUTF8IsAnError() {
        var damaged = Self.sample
        damaged[12] = 0xFF
        #expect(throws: SignalRError.self) { try BackplanePayload.decode(damaged) }
    }

    @Test(arguments: ["1e+14 ", " ", "-1 ", "+1 ", "x ", "4 2", "18446744073709551616 ", "garbage", "12"])
    func anIdThatIsNoNumberIsAnError(head: String) {
        #expect(throws: SignalRError.self) {
            try BackplanePayload.decode(Array(head.utf8) + Self.sample.dropFirst(3))
        }
    }

    @Test func theIdStopsAtTheFirstSpaceAndHas64Bits() throws {
        let largest = Array("\(UInt64.max) ".utf8) + Self.sample.dropFirst(3)
        #expect(try BackplanePayload.decode(largest).id == UInt64.max)
    }

    @Test(arguments: [0, 1, 127, 128, 300, 16_383, 16_384, 70_000])
    func longTextsCarryTheirLengthInGroupsOfSevenBits(length: Int) throws {
        let text = String(repeating: "x", count: length)
        let message = BusMessage(
            source: "ü\(text)",
            key: text,
            value: [],
            commandID: text,
            waitForAck: true,
            isAck: true,
            filter: text + "|c-a"
        )
        let payload = BackplanePayload(id: 7, messages: [message, message], originTicks: -1)
        #expect(try BackplanePayload.decode(payload.encode()) == payload)
    }

    @Test func theLengthOfATextCountsBytes() {
        let blob = BackplanePayload.blob([BusMessage(source: "ü", key: "", value: [])], originTicks: 0)
        #expect(Array(blob[8..<12]) == [2, 0xC3, 0xBC, 0])
    }

    @Test func aPayloadMayCarryNoMessage() throws {
        let payload = BackplanePayload(id: 1, messages: [], originTicks: 0)
        #expect(try BackplanePayload.decode(payload.encode()) == payload)
    }

    @Test func ticksCountFromTheYearOne() {
        #expect(BackplanePayload.ticks(unixNanoseconds: 0) == 621_355_968_000_000_000)
        #expect(BackplanePayload.ticks(unixNanoseconds: 1_000_000_000) == 621_355_968_010_000_000)
    }

    @Test func scriptsNameOneKeyAndOneArgument() {
        for script in [BackplaneScript.publish, BackplaneScript.restore] {
            #expect(script.contains("KEYS[1]") && script.contains("ARGV[1]"))
            #expect(!script.contains("KEYS[2]") && !script.contains("ARGV[2]"))
        }
        #expect(BackplaneScript.publish.contains("'INCR'") && BackplaneScript.publish.contains("'PUBLISH'"))
        #expect(BackplaneScript.restore.contains("'GET'") && BackplaneScript.restore.contains("'SET'"))
    }
}
