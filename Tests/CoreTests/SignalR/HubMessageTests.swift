import Core
import Testing

@Suite struct HubMessageTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func anInvocationIsParsed() throws {
        let invocation = try HubInvocation.parse(
            Array(#"{"H":"chat","M":"Send","A":["x",{"a":[1]}, "é\n"],"I":0,"S":{"n":1}}"#.utf8)
        )
        #expect(invocation.hub == "chat")
        #expect(invocation.method == "Send")
        #expect(invocation.callID == "0")
        #expect(invocation.argumentCount == 3)
        #expect(invocation.string(0) == "x")
        #expect(invocation.string(1) == nil)
        #expect(text(Array(invocation.argument(1).bytes)) == #"{"a":[1]}"#)
        #expect(invocation.string(2) == "é\n")
        #expect(invocation.string(3) == nil)
        #expect(invocation.state.map { text(Array($0.bytes)) } == #"{"n":1}"#)
    }

    @Test(arguments: [
        (#"{"I":"7","M":"m","H":"h"}"#, "7"), (#"{"H":"h","M":"m","A":null,"I":12}"#, "12"),
        (#" {"h":"h","m":"m","x":[{}],"i":"P|0"} "#, "P|0"),
    ])
    func callIdsAreNumbersOrStringsAndKeysAreTolerated(frame: String, callID: String) throws {
        let invocation = try HubInvocation.parse(Array(frame.utf8))
        #expect(invocation.callID == callID)
        #expect(invocation.argumentCount == 0)
        #expect(invocation.state == nil)
    }

    @Test func aCallWithoutIdHasNone() throws {
        #expect(try HubInvocation.parse(Array(#"{"H":"h","M":"m","A":[],"I":null}"#.utf8)).callID == nil)
        #expect(try HubInvocation.parse(Array(#"{"H":"h","M":"m","S":null}"#.utf8)).callID == nil)
    }

    @Test(arguments: [
        "", "{}", "[]", "x", #"{"H":"h"}"#, #"{"M":"m"}"#, #"{"H":1,"M":"m"}"#, #"{"H":"h","M":"m","A":{}}"#,
        #"{"H":"h","M":"m","A":["x"}"#, #"{"H":"h","M":"m"}x"#, #"{"H":"h","M":null}"#, #"{"H":"h","M":"m","A":[1,]}"#,
    ])
    func whatIsNoInvocationThrows(frame: String) {
        #expect(throws: SignalRError.self) { try HubInvocation.parse(Array(frame.utf8)) }
    }

    @Test func everyTruncationOfAnInvocationThrows() {
        let frame = Array(#"{"H":"chat","M":"Send","A":["x","\u00e9"],"I":"0"}"#.utf8)
        for count in 0..<frame.count {
            #expect(throws: SignalRError.self) { try HubInvocation.parse(Array(frame.prefix(count))) }
        }
    }

    @Test func clientStateHasALimit() throws {
        func frame(_ count: Int) -> [UInt8] {
            Array(#"{"H":"h","M":"m","S":"\#(String(repeating: "x", count: count))"}"#.utf8)
        }
        #expect(try HubInvocation.parse(frame(4_094)).state?.bytes.count == 4_096)
        #expect(throws: SignalRError.self) { try HubInvocation.parse(frame(4_095)) }
    }

    @Test func aCallIsWrittenWithStateOnlyWhenChanged() {
        var call = HubCall(hub: "Chat", method: "hi", arguments: [JSONText.string("x"), Array("1".utf8)])
        #expect(text(call.encode()) == #"{"H":"Chat","M":"hi","A":["x",1]}"#)
        call.arguments = []
        call.state = Array(#"{"n":1}"#.utf8)
        #expect(text(call.encode()) == #"{"H":"Chat","M":"hi","A":[],"S":{"n":1}}"#)
    }

    @Test func resultsKeepTheirOrderAndLeaveOutNulls() {
        #expect(text(HubResult(callID: "0").encode()) == #"{"I":"0"}"#)
        #expect(text(HubResult(callID: nil).encode()) == #"{"I":null}"#)
        #expect(text(HubResult(callID: "1", value: Array("42".utf8)).encode()) == #"{"R":42,"I":"1"}"#)
        var full = HubResult.hubException(callID: "2", "no \"way\"", data: Array("[1]".utf8))
        full.state = Array("{}".utf8)
        full.value = Array("null".utf8)
        full.progress = HubProgress(callID: "2", data: Array("3".utf8))
        full.stackTrace = "at"
        #expect(
            text(full.encode())
                == #"{"S":{},"R":null,"I":"2","P":{"I":"2","D":3},"H":true,"E":"no \"way\"","T":"at","D":[1]}"#
        )
    }

    @Test func errorsNameHubAndMethodUnlessDetailed() {
        let general = HubResult.failure(callID: "0", hub: "Chat", method: "Send")
        #expect(general.error?.contains("Chat.Send") == true)
        #expect(!text(general.encode()).contains(#""H""#))
        #expect(
            text(HubResult.failure(callID: "0", hub: "h", method: "m", detail: "d").encode()) == #"{"I":"0","E":"d"}"#
        )
        #expect(text(HubResult.hubException(callID: "0", "e").encode()) == #"{"I":"0","H":true,"E":"e"}"#)
    }

    @Test func progressTravelsInsideM() {
        let progress = HubProgress(callID: "0", data: Array("42".utf8))
        #expect(text(progress.busValue()) == #"{"I":"P|0","P":{"I":"0","D":42}}"#)
    }

    @Test func responsesKeepTheirOrderAndAlwaysHaveM() {
        var response = PersistentResponse(cursor: 0x10)
        #expect(text(response.encode()) == #"{"C":"s-0,10","M":[]}"#)
        response.initialized = true
        #expect(text(response.encode()) == #"{"C":"s-0,10","S":1,"M":[]}"#)
        response.terminating = true
        response.groupsToken = "g"
        response.longPollDelayMilliseconds = 50
        response.messages = [Array(#"{"H":"é"}"#.utf8), Array("1".utf8)]
        #expect(text(response.encode()) == #"{"C":"s-0,10","S":1,"T":1,"G":"g","L":50,"M":[{"H":"é"},1]}"#)
    }

    @Test func commandsAreWrittenAndReadWithNumbersAndNames() throws {
        let command = BusCommand(id: "g", kind: .addToGroup, value: "hg-Chat.ü\"", waitForAck: true)
        #expect(text(command.encode()) == #"{"WaitForAck":true,"Id":"g","CommandType":1,"Value":"hg-Chat.ü\""}"#)
        #expect(try BusCommand.decode(command.encode()) == command)
        let bare = BusCommand(id: "g", kind: .initializing)
        #expect(text(bare.encode()) == #"{"WaitForAck":false,"Id":"g","CommandType":0,"Value":null}"#)
        for kind in BusCommand.Kind.allCases {
            let named = Array(#"{"value":null,"commandType":"\#(kind.name)","id":"x"}"#.utf8)
            #expect(try BusCommand.decode(named) == BusCommand(id: "x", kind: kind))
            let numbered = BusCommand(id: "x", kind: kind, value: "v")
            #expect(try BusCommand.decode(numbered.encode()) == numbered)
        }
    }

    @Test(arguments: [
        "", "[]", #"{"Id":"x"}"#, #"{"CommandType":4}"#, #"{"CommandType":"Jump"}"#, #"{"CommandType":1"#,
    ])
    func whatIsNoCommandThrows(value: String) {
        #expect(throws: SignalRError.self) { try BusCommand.decode(Array(value.utf8)) }
    }

    @Test func commandsAndAcksAreBusMessages() {
        let command = BusCommand(id: "g", kind: .abort, waitForAck: true).message(source: "n", connectionID: "id")
        #expect(command.key == "c-id" && command.commandID == "g" && command.waitForAck && command.isCommand)
        let ack = BusCommand.ack(of: "g", acker: "id")
        #expect(ack == BusMessage(source: "id", key: "__SIGNALR__SERVER__", value: [], commandID: "g", isAck: true))
    }

    @Test func signalsAreNamedForTheirReceivers() {
        #expect(
            Signals.initial(connectionID: "i", hubs: ["Chat"], userID: "u") == [
                "h-Chat", "hc-Chat.i", "hu-Chat.u", "c-i",
            ]
        )
        #expect(Signals.initial(connectionID: "i", hubs: ["A", "B"], userID: "").count == 5)
        #expect(Signals.group(hub: "Chat", group: "r") == "hg-Chat.r")
        #expect(Signals.tokenName(groupSignal: "hg-Chat.r") == "Chat.r")
        #expect(Signals.tokenName(groupSignal: "h-Chat") == nil)
        #expect(Signals.filter(excluding: ["a", "b"]) == "c-a|c-b")
    }

    @Test func idsAreLowerCaseGUIDs() {
        var generator = SeededGenerator(seed: 1)
        let ids = (0..<100).map { _ in GUIDText.random(using: &generator) }
        #expect(Set(ids).count == 100)
        for id in ids {
            let parts = id.split(separator: "-", omittingEmptySubsequences: false)
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(id.utf8.allSatisfy { $0 == UInt8(ascii: "-") || "0123456789abcdef".utf8.contains($0) })
            #expect(parts[2].first == "4" && parts[3].first.map("89ab".contains) == true)
        }
    }
}
