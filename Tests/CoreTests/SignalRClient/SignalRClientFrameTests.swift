import Testing

@testable import Core

private func frame(_ text: String) -> SignalRClientFrame {
    var text = text
    return text.withUTF8 { SignalRClientFrame(UnsafeRawBufferPointer($0), hub: "RollcallHub") }
}

private func items(_ messages: String) -> [SignalRItem] {
    var text = messages
    return text.withUTF8 {
        var reader = SignalRItemReader(UnsafeRawBufferPointer($0), shape: .init(hub: "RollcallHub"))
        var result: [SignalRItem] = []
        while let item = reader.next() { result.append(item) }
        return result
    }
}

private func payload(_ sequence: UInt32) -> String {
    String(decoding: MessagePayload.encode(fields(sequence), size: 90), as: UTF8.self)
}

private func fields(_ sequence: UInt32) -> MessageFields {
    MessageFields(run: RunID(7), publisher: PublisherID(3), sequence: sequence, sentAt: 12_345)
}

private func entry(_ sequence: UInt32) -> String {
    "{\"H\":\"RollcallHub\",\"M\":\"deliver\",\"A\":[\"\(payload(sequence))\"]}"
}

@Suite struct SignalRClientFrameTests {
    @Test func readsTheServersOwnShapeWithoutParsing() {
        let text = #"{"C":"s-0,1F","S":1,"T":1,"G":"tok","L":12,"M":[1,2]}"#
        guard case .response(let response) = frame(text) else {
            Issue.record("\(frame(text))")
            return
        }
        let bytes = Array(text.utf8)
        #expect(String(decoding: bytes[response.cursor], as: UTF8.self) == "s-0,1F")
        #expect(response.groupsToken.map { String(decoding: bytes[$0], as: UTF8.self) } == "tok")
        #expect(response.initializing)
        #expect(String(decoding: bytes[response.messages], as: UTF8.self) == "1,2")
    }

    @Test func readsAnyOtherShapeAsWell() {
        let text = #"{ "M": [\#(entry(4))], "S": 1, "C": "d-1\u002d2", "G": "a\"b" }"#
        #expect(
            frame(text)
                == .parsed(
                    .init(
                        cursor: "d-1-2",
                        groupsToken: "a\"b",
                        initializing: true,
                        items: [.scan(.message(fields(4)))]
                    )
                )
        )
    }

    @Test func heedsCursorAndStartOnlyTogetherWithMessages() {
        #expect(frame(#"{"C":"s-0,1","S":1,"G":"t"}"#) == .parsed(.init(groupsToken: "t")))
    }

    @Test func knowsTheOtherFrames() {
        #expect(frame("{}") == .keepAlive)
        #expect(frame("{ }") == .keepAlive)
        #expect(frame(#"{"I":"42"}"#) == .answer(call: 42, .ok))
        #expect(frame(#"{"R":{"x":1},"I":"42"}"#) == .answer(call: 42, .ok))
        #expect(frame(#"{"R":"17-ab","I":"42"}"#) == .answer(call: 42, .value("17-ab")))
        #expect(frame(#"{"I":"42","R":"ok"}"#) == .answer(call: 42, .value("ok")))
        #expect(frame(#"{"R":"a\u0062","I":"42"}"#) == .answer(call: 42, .value("ab")))
        #expect(frame(#"{"R":"ok","I":"42","E":"no"}"#) == .answer(call: 42, .failed(.info, why: "no")))
        #expect(frame(#"{"R":7,"I":"42"}"#) == .answer(call: 42, .ok))
        #expect(frame(#"{"I":42}"#) == .answer(call: 42, .ok))
        #expect(frame(#"{"E":"bye"}"#) == .refusal("bye"))
        #expect(frame(#"{"C":"s-0,1","M":[{"#) == .unreadable)
        #expect(frame("hello") == .unreadable)
        #expect(frame("[]") == .unreadable)
        #expect(frame("") == .unreadable)
    }
}

@Suite struct SignalRItemReaderTests {
    @Test func handsOutMessagesInOrder() {
        #expect(
            items([entry(1), entry(2), entry(3)].joined(separator: ","))
                == [.scan(.message(fields(1))), .scan(.message(fields(2))), .scan(.message(fields(3)))]
        )
        #expect(items("") == [])
    }

    @Test func findsAnEntryOfAnotherShapeBetweenOthers() {
        let odd = "{\"A\":[\"\(payload(2))\"], \"M\":\"deliver\", \"H\":\"rollcallhub\"}"
        #expect(
            items([entry(1), odd, entry(3)].joined(separator: ","))
                == [.scan(.message(fields(1))), .scan(.message(fields(2))), .scan(.message(fields(3)))]
        )
    }

    @Test func readsAPayloadThatWasWrittenWithEscapes() {
        let escaped = payload(2).replacing("~", with: "\\u007e")
        #expect(
            items("{\"H\":\"RollcallHub\",\"M\":\"deliver\",\"A\":[\"\(escaped)\"]}") == [.scan(.message(fields(2)))]
        )
    }

    @Test func tellsDamage() {
        var damaged = Array(entry(2).utf8)
        damaged[damaged.count - 6] = UInt8(ascii: "!")
        #expect(
            items(entry(1) + "," + String(decoding: damaged, as: UTF8.self) + "," + entry(3))
                == [.scan(.message(fields(1))), .scan(.damaged(fields(2))), .scan(.message(fields(3)))]
        )
    }

    @Test func tellsWhatIsNoMessageAtAll() {
        let chat = #"{"H":"ChatHub","M":"broadcastMessage","A":["ann","hi, {there"]}"#
        let empty = #"{"H":"RollcallHub","M":"deliver","A":["hello"]}"#
        #expect(
            items([chat, entry(1), empty, "17", "{oops"].joined(separator: ","))
                == [
                    .foreign(sample: "ChatHub.broadcastMessage(ann)"), .scan(.message(fields(1))),
                    .foreign(sample: "RollcallHub.deliver(hello)"), .foreign(sample: "?.?()"),
                    .foreign(sample: "{oops"),
                ]
        )
    }

    @Test func passesOverProgressOfCalls() {
        #expect(items(#"{"I":"P|0","P":{"I":"0","D":42}},"# + entry(1)) == [.scan(.message(fields(1)))])
    }

    @Test func countsEveryPayloadOfAnEntry() {
        let two = "{\"H\":\"RollcallHub\",\"M\":\"deliver\",\"A\":[\"\(payload(1))\",\"\(payload(2))\"]}"
        #expect(items(two) == [.scan(.message(fields(1))), .scan(.message(fields(2)))])
    }
}
