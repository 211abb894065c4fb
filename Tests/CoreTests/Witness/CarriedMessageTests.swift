import Core
import Testing

/// What a witness makes of one payload.
@Suite struct CarriedMessageTests {
    private static let run = RunID(0xAB)

    private static func message(_ sequence: UInt32, run: RunID = run, damaged: Bool = false) -> BusMessage {
        let fields = MessageFields(run: run, publisher: PublisherID(3), sequence: sequence, sentAt: 9)
        var payload = MessagePayload.encode(fields, size: 100)
        if damaged { payload[90] ^= 1 }
        let value = Array(#"{"H":"Rollcall","M":"message","A":[""#.utf8) + payload + Array(#""]}"#.utf8)
        return BusMessage(source: "a", key: "h-Rollcall", value: value)
    }

    private static func read(_ messages: [BusMessage], id: UInt64 = 7) -> [CarriedMessage] {
        let payload = BackplanePayload(id: id, messages: messages, originTicks: 1).encode()
        return payload.withUnsafeBytes { CarriedMessage.read($0, of: run) }
    }

    @Test func aMessageIsKnownByItsPublisherAndSequence() {
        #expect(Self.read([Self.message(5)]) == [CarriedMessage(publisher: 3, sequence: 5, id: 7)])
    }

    @Test func eachMessageOfAPayloadIsOne() {
        let found = Self.read([Self.message(5), Self.message(6)])
        #expect(found.map(\.sequence) == [5, 6])
        #expect(found.map(\.isFurther) == [false, true])
        #expect(found.map(\.id) == [7, 7])
    }

    @Test func whatIsNoMessageOfTheRunIsToldApart() {
        let command = BusMessage(source: "a", key: "c-1", value: Array("{}".utf8), commandID: "1")
        let chat = BusMessage(source: "a", key: "h-Chat", value: Array(#"{"A":["hello"]}"#.utf8))
        let found = Self.read([command, chat, Self.message(5, run: RunID(1)), Self.message(6, damaged: true)])
        #expect(found.map(\.other) == [.command, .unnumbered, .foreignRun, .damagedMessage])
        #expect(found.map(\.sequence) == [0, 0, 5, 6])
    }

    @Test(arguments: ["", "hello", "7 x", "1e+14 "])
    func whatNoServerCanReadIsOneThing(text: String) {
        let found = Array(text.utf8).withUnsafeBytes { CarriedMessage.read($0, of: Self.run) }
        #expect(found == [CarriedMessage(other: .unreadable)])
    }

    @Test func aRecordHoldsAllOfIt() {
        let message = CarriedMessage(other: .foreignRun, publisher: 3, sequence: 5, id: 7, isFurther: true)
        let record = message.record(server: ServerID(2), app: 1, time: 11)
        #expect(record.kind == .carriedOther)
        #expect(record.flags == 129)
        #expect((record.subject, record.detail, record.time) == (2, 1, 11))
        #expect((record.publisher, record.sequence, record.extra) == (3, 5, 7))
    }
}
