import Stream
import Testing

@testable import Core

@Suite struct SessionTextTests {
    @Test(arguments: [
        ("1-0000000000000000", PublisherSession(number: 1, salt: 0)),
        ("17-00ab00ff00000001", PublisherSession(number: 17, salt: 0x00AB_00FF_0000_0001)),
        ("9007199254740991-ffffffffffffffff", PublisherSession(number: 1 << 53 - 1, salt: .max)),
    ])
    func aSessionIsItsNumberAndItsSalt(text: String, session: PublisherSession) {
        #expect(session.text == text)
        #expect(PublisherSession(text: text) == session)
    }

    @Test(arguments: [
        "", "-", "1", "1-", "0-0000000000000000", "01-0000000000000000", "+1-0000000000000000", "1-000000000000000",
        "1-00000000000000000", "1-000000000000000A", "1-0000000000000000-", "-1-0000000000000000",
        "9007199254740992-0000000000000000", "1 -0000000000000000",
    ])
    func whatIsNoSessionIsRefused(text: String) {
        #expect(PublisherSession(text: text) == nil)
    }

    @Test(arguments: [
        ("ok", AppendAnswer.acknowledged(nil)), ("gap", .gap), ("unknown-session", .unknownSession(isDefinite: true)),
        ("unknown-session?", .unknownSession(isDefinite: false)), ("full", .full(isDefinite: true)),
        ("full?", .full(isDefinite: false)), ("busy", .busy),
    ])
    func anAnswerIsOneWord(text: String, answer: AppendAnswer) {
        #expect(answer.text == text)
        #expect(AppendAnswer(text: text) == answer)
    }

    @Test func theIndexOfAnEntryIsNotToldToItsPublisher() {
        #expect(AppendAnswer.acknowledged(7).text == "ok")
    }

    @Test(arguments: GapReason.allCases)
    func everyReasonOfAToldGapHasItsWords(reason: GapReason) {
        #expect(HopCondition(told: ToldGap(reason: reason.rawValue).text) != nil)
    }

    @Test(arguments: ["", "OK", "ok?", "gap?", "busy?", "unknown", "full ", "?"])
    func whatIsNoAnswerIsRefused(text: String) {
        #expect(AppendAnswer(text: text) == nil)
    }
}
