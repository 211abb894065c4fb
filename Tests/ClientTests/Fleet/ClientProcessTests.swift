import Core
import Foundation
import Logging
import TestSupport
import Testing

@testable import Client

/// The process around a fleet: its conversation over two pipes.
@Suite(.timeLimit(.minutes(2))) struct ClientProcessTests {
    private struct Conversation {
        let input = Pipe()
        let output = Pipe()

        func send(_ value: some Encodable) throws {
            var line = try JSONEncoder().encode(value)
            line.append(UInt8(ascii: "\n"))
            try input.fileHandleForWriting.write(contentsOf: line)
        }

        func hangUp() throws { try input.fileHandleForWriting.close() }

        func run() async -> ExitCode {
            await ClientProcess.run(
                logger: Logger(label: "client") { _ in SwiftLogNoOpLogHandler() },
                input: input.fileHandleForReading.fileDescriptor,
                output: output.fileHandleForWriting.fileDescriptor
            )
        }

        /// Everything that was said, once the process is over.
        func events() throws -> [ClientEvent] {
            try output.fileHandleForWriting.close()
            let text = try output.fileHandleForReading.readToEnd() ?? Data()
            return try text.split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(ClientEvent.self, from: $0)
            }
        }
    }

    private func settings(_ address: NodeAddress, history: String? = nil) -> ClientSettings {
        var settings = fleetSettings([address], clients: [ClientPlan(client: ClientID(1), node: NodeID(1))])
        settings.history = history
        return settings
    }

    @Test func stopsInGoodOrderWithACompleteHistory() async throws {
        let server = try await FakeServer.start()
        let folder = try ScratchDirectory(prefix: "rollcall-test-client")
        defer { folder.remove() }
        let talk = Conversation()
        try talk.send(settings(server.address, history: "\(folder.path)/c.history"))
        try talk.send(ClientCommand.connect)
        try talk.send(ClientCommand.stop)
        #expect(await talk.run() == .held)
        let events = try talk.events()
        #expect(events.first == .ready)
        let size = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/c.history")[.size] as? Int
        // Cut to whole records, so it was closed.
        #expect(((size ?? 0) - HistoryHeader.size) % HistoryRecord.size == 0)
        #expect((size ?? 0) < 1 << 20)
        try await server.stop()
    }

    @Test func endsWhenStdinCloses() async throws {
        let server = try await FakeServer.start()
        let talk = Conversation()
        try talk.send(settings(server.address))
        try talk.send(ClientCommand.connect)
        try talk.hangUp()
        #expect(await talk.run() == .held)
        #expect(try talk.events().first == .ready)
        try await server.stop()
    }

    @Test func saysWhatIsWrongWithItsSettings() async throws {
        let talk = Conversation()
        var wrong = settings(NodeAddress(node: NodeID(1), port: 1))
        wrong.publishers = [publisherPlan(1, client: 7)]
        try talk.send(wrong)
        #expect(await talk.run() == .bug)
        guard case .failed(let message, .bug)? = try talk.events().first else {
            Issue.record("no failed event")
            return
        }
        #expect(message.contains("p1 sends through c7, who is not here"))
    }

    @Test func endsAtACommandThatItDoesNotKnow() async throws {
        let talk = Conversation()
        try talk.send(settings(NodeAddress(node: NodeID(1), port: 1)))
        try talk.send(["command": "dance"])
        #expect(await talk.run() == .bug)
        guard case .failed(let message, .bug)? = try talk.events().last else {
            Issue.record("no failed event")
            return
        }
        #expect(message.contains("dance"))
    }

    @Test func saysHowManyDescriptorsItNeeds() async throws {
        let talk = Conversation()
        var many = settings(NodeAddress(node: NodeID(1), port: 1))
        many.connectConcurrency = 1 << 40
        try talk.send(many)
        #expect(await talk.run() == .environment)
        guard case .failed(let message, .environment)? = try talk.events().first else {
            Issue.record("no failed event")
            return
        }
        #expect(message.contains("\(many.descriptorsNeeded)"))
    }

    @Test func aFolderThatIsNotThereIsAnError() async throws {
        let talk = Conversation()
        try talk.send(settings(NodeAddress(node: NodeID(1), port: 1), history: "/nowhere/at/all/c.history"))
        #expect(await talk.run() == .environment)
        #expect(try talk.events().count == 1)
    }
}
