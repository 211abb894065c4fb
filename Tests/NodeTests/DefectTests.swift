import Core
import TestSupport
import Testing

@testable import Node

/// Messages of the harness, and what became of them.
private enum Harness {
    static let run = RunID(0xABCD_0001)

    static func payload(_ sequence: UInt32, publisher: UInt32 = 1) -> String {
        let fields = MessageFields(run: run, publisher: PublisherID(publisher), sequence: sequence, sentAt: 1)
        return String(decoding: MessagePayload.encode(fields, size: 100), as: UTF8.self)
    }

    static func message(_ sequence: UInt32, publisher: UInt32 = 1, key: String = "h-RollcallHub") -> BusMessage {
        let call = HubCall(
            hub: "RollcallHub",
            method: "deliver",
            arguments: [JSONText.string(payload(sequence, publisher: publisher))]
        )
        return BusMessage(source: "x", key: key, value: call.encode())
    }

    /// The sequence, or what is wrong.
    static func read(_ text: String) -> String {
        var offset = 0
        return Array(text.utf8).withUnsafeBytes { bytes in
            switch MessagePayload.next(in: bytes, from: &offset) {
            case .message(let fields): "\(fields.sequence)"
            case .damaged: "damaged"
            case nil: text
            }
        }
    }
}

@Suite struct DefectPlanterTests {
    private static func plant(
        _ kind: PlantedDefect.Kind,
        nth: Int,
        _ messages: [BusMessage],
        isAwaited: (String) -> Bool = { _ in true }
    ) throws -> [String] {
        let defect = PlantedDefect(kind: kind, node: NodeID(1), nth: nth)
        var planter = try #require(DefectPlanter([defect], node: NodeID(1)))
        return messages.flatMap { planter.plant(into: [$0], isAwaited: isAwaited) }
            .map { "\($0.key) \(Harness.read(String(decoding: $0.value, as: UTF8.self)))" }
    }

    private static let four = (1...4).map { Harness.message($0, key: "s") }

    @Test func doesWrongByTheNthOnly() throws {
        #expect(try Self.plant(.drop, nth: 2, Self.four) == ["s 1", "s 3", "s 4"])
        #expect(try Self.plant(.double, nth: 2, Self.four) == ["s 1", "s 2", "s 2", "s 3", "s 4"])
        #expect(try Self.plant(.swap, nth: 2, Self.four) == ["s 1", "s 3", "s 2", "s 4"])
        #expect(try Self.plant(.corrupt, nth: 4, Self.four) == ["s 1", "s 2", "s 3", "s damaged"])
        #expect(try Self.plant(.invent, nth: 1, Self.four) == ["s 1", "s 1000001", "s 2", "s 3", "s 4"])
        #expect(try Self.plant(.drop, nth: 5, Self.four) == ["s 1", "s 2", "s 3", "s 4"])
    }

    @Test func countsWhatClientsHereAwaitOnly() throws {
        let mixed = [Harness.message(1, key: "far"), Harness.message(2, key: "s"), Harness.message(3, key: "s")]
        #expect(try Self.plant(.drop, nth: 1, mixed) { $0 == "s" } == ["far 1", "s 3"])
        let chat = BusMessage(source: "", key: "s", value: Array("{}".utf8))
        #expect(try Self.plant(.drop, nth: 1, [chat] + Self.four) == ["s {}", "s 2", "s 3", "s 4"])
    }

    @Test func swapsWithinOnePublisherAndSignal() throws {
        let messages = [
            Harness.message(1, key: "s"), Harness.message(9, publisher: 2, key: "s"), Harness.message(2, key: "t"),
            Harness.message(3, key: "s"),
        ]
        #expect(try Self.plant(.swap, nth: 1, messages) == ["s 9", "t 2", "s 3", "s 1"])
    }

    @Test func letsTheNextOfAnotherPublisherGoBeforeIt() throws {
        let messages = [
            Harness.message(1, key: "s"), Harness.message(2, key: "s"), Harness.message(9, publisher: 2, key: "t"),
            Harness.message(3, key: "s"), Harness.message(7, publisher: 2, key: "s"), Harness.message(4, key: "s"),
        ]
        #expect(try Self.plant(.overtake, nth: 2, messages) == ["s 1", "t 9", "s 7", "s 2", "s 3", "s 4"])
    }

    @Test func deniesTheNthThatIsPublishedAndHandsItOut() throws {
        #expect(try Self.plant(.deny, nth: 2, Self.four) == ["s 1", "s 2", "s 3", "s 4"])
        var planter = try #require(
            DefectPlanter([PlantedDefect(kind: .deny, node: NodeID(1), nth: 2)], node: NodeID(1))
        )
        let fields = try Self.four.map { try #require($0.harnessFields) }
        #expect(fields.map { planter.denies($0) } == [false, true, false, false])
    }

    @Test func misroutesTheNextMessageThatIsNotForEverybody() throws {
        let messages = [
            Harness.message(1, key: "h-Hub"), Harness.message(2, key: "hg-Hub.red"),
            Harness.message(3, key: "hu-Hub.a"),
        ]
        let planted = try Self.plant(.misroute, nth: 1, messages)
        #expect(planted == ["h-Hub 1", "hg-Hub.red 2", "h-Hub 2", "hu-Hub.a 3"])
    }

    @Test func isNotThereForAnotherNode() {
        #expect(DefectPlanter([PlantedDefect(kind: .drop, node: NodeID(2), nth: 1)], node: NodeID(1)) == nil)
    }
}

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct DefectTests {
        static let expected: [(PlantedDefect.Kind, [String])] = [
            (.drop, ["1", "3", "4"]), (.double, ["1", "2", "2", "3", "4"]), (.swap, ["1", "3", "2", "4"]),
            (.corrupt, ["1", "damaged", "3", "4"]), (.invent, ["1", "2", "1000002", "3", "4"]),
            (.misroute, ["1", "2", "3", "4"]),
        ]

        @Test(arguments: expected, [BackplaneKind.signalr, .pubsub])
        func onlyTheClientsOfItsNodeAreWronged(defect: (PlantedDefect.Kind, [String]), kind: BackplaneKind) async throws
        {
            try await withNodes(
                2,
                settings: {
                    $0.backplane = kind
                    $0.defects = [PlantedDefect(kind: defect.0, node: NodeID(1), nth: 2)]
                }
            ) { _, nodes in
                let wronged = try await TestClient.connect(port: nodes[0].port)
                let right = try await TestClient.connect(port: nodes[1].port)
                for sequence in UInt32(1)...4 { try await right.call("PublishAll", Harness.payload(sequence)) }
                try await right.call("PublishAll", "end")
                #expect(try await wronged.receive(until: "end").map(Harness.read) == defect.1)
                #expect(try await right.receive(until: "end").map(Harness.read) == ["1", "2", "3", "4"])
            }
        }

        @Test func misroutedMessageReachesOthersOnly() async throws {
            try await withNodes(
                settings: { $0.defects = [PlantedDefect(kind: .misroute, node: NodeID(1), nth: 1)] }
            ) { _, nodes in
                let member = try await TestClient.connect(port: nodes[0].port)
                let outsider = try await TestClient.connect(port: nodes[0].port)
                try await member.call("Join", "red")
                try await outsider.call("PublishGroup", "red", Harness.payload(1))
                try await outsider.call("PublishGroup", "red", Harness.payload(2))
                try await outsider.call("PublishAll", "end")
                #expect(try await member.receive(until: "end").map(Harness.read) == ["1", "2"])
                #expect(try await outsider.receive(until: "end").map(Harness.read) == ["1"])
            }
        }
    }
}
