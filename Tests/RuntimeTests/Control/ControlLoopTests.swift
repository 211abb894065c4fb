import Core
import Glibc
import Testing

@testable import Runtime

/// Both ends of a conversation, in one process.
private struct Conversation {
    let commandsRead: Int32
    let commandsWrite: Int32
    let eventsRead: Int32
    let eventsWrite: Int32

    init() {
        Signals.ignoreSIGPIPE()
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0)
        (commandsRead, commandsWrite) = (ends[0], ends[1])
        precondition(pipe(&ends) == 0)
        (eventsRead, eventsWrite) = (ends[0], ends[1])
    }

    func say(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(write(commandsWrite, bytes, bytes.count) == bytes.count)
    }

    /// Runs the loop as a node would and returns the commands it got.
    func run(
        body: ((NodeSettings, [NodeCommand], ControlOutput<NodeEvent>) async throws -> Void)? = nil
    ) async throws -> (NodeSettings, [NodeCommand]) {
        try await ControlLoop.run(
            settings: NodeSettings.self,
            command: NodeCommand.self,
            event: NodeEvent.self,
            input: commandsRead,
            output: eventsWrite
        ) { settings, commands, output in
            var seen: [NodeCommand] = []
            for try await command in commands { seen.append(command) }
            try await body?(settings, seen, output)
            return (settings, seen)
        }
    }

    /// What was written, after the writing end is closed.
    func heard() -> String {
        close(eventsWrite)
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(eventsRead, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += buffer[..<count]
        }
    }
}

private let settings = NodeSettings(
    node: NodeID(1),
    run: RunID(7),
    commands: .server(RedisAddress(port: 6379, password: "secret")),
    subscription: .server(RedisAddress(port: 6379, password: "secret")),
    backplane: .signalr
)

private func settingsLine() throws -> String {
    String(decoding: try ControlLoop.encode(settings), as: UTF8.self)
}

@Suite("Control loop")
struct ControlLoopTests {
    @Test("Gives the settings, then every command, and ends when stdin closes")
    func settingsThenCommands() async throws {
        let conversation = Conversation()
        conversation.say(try settingsLine() + "{\"command\":\"status\"}\n\n{\"command\":\"stop\"}")
        close(conversation.commandsWrite)
        let (seen, commands) = try await conversation.run()
        #expect(seen == settings)
        #expect(commands == [.status, .stop])
    }

    @Test("Writes events in the order of the calls, one line each, all of them before it returns")
    func events() async throws {
        let conversation = Conversation()
        conversation.say(try settingsLine())
        close(conversation.commandsWrite)
        _ = try await conversation.run { _, _, output in
            output.send(.listening(port: 8001))
            output.send(.failed(message: "two\nlines / slash", code: .environment))
            for count in 0..<500 { output.send(.status(connections: count, backplaneSubscribed: true)) }
        }
        let lines = conversation.heard().split(separator: "\n")
        #expect(lines.count == 502)
        #expect(lines.first == "{\"event\":\"listening\",\"port\":8001}")
        #expect(lines[1] == "{\"code\":75,\"event\":\"failed\",\"message\":\"two\\nlines / slash\"}")
        #expect(lines.last == "{\"backplaneSubscribed\":true,\"connections\":499,\"event\":\"status\"}")
    }

    @Test("A stdin that closes at once is an error that says what was expected")
    func noSettings() async throws {
        let conversation = Conversation()
        close(conversation.commandsWrite)
        let error = await #expect(throws: ControlError.self) { try await conversation.run() }
        #expect(error?.reason == .noSettings)
        #expect(error?.harnessError.code == .usage)
        #expect("\(try #require(error))".contains("docs/control-protocol.md"))
    }

    @Test("Wrong settings show the line's start and the field that is wrong")
    func wrongSettings() async throws {
        let conversation = Conversation()
        conversation.say("{\"node\":\"c1\", \"run\":\"00000001\"}\n")
        let error = try #require(await #expect(throws: ControlError.self) { try await conversation.run() })
        #expect(error.lineStart.hasPrefix("{\"node\":\"c1\""))
        #expect("\(error)".contains("node"))
        #expect("\(error)".contains("got 'c1'"))
        close(conversation.commandsWrite)
    }

    @Test("A line that is no JSON, and an unknown command, end the commands with an error that shows it")
    func wrongCommand() async throws {
        for line in ["stop it\n", "{\"command\":\"explode\"}\n"] {
            let conversation = Conversation()
            conversation.say(try settingsLine() + line)
            let error = try #require(await #expect(throws: ControlError.self) { try await conversation.run() })
            #expect(error.expected == "command")
            #expect(error.lineStart + "\n" == line)
            close(conversation.commandsWrite)
        }
    }

    @Test("A reader that has closed is no error: events are dropped")
    func brokenPipe() async throws {
        let conversation = Conversation()
        close(conversation.eventsRead)
        conversation.say(try settingsLine())
        close(conversation.commandsWrite)
        let (_, commands) = try await conversation.run { _, _, output in
            for _ in 0..<100 { output.send(.ready) }
        }
        #expect(commands.isEmpty)
    }

    @Test("A reader that does not read costs neither the sender's time nor unbounded memory")
    func stuckReader() async throws {
        let conversation = Conversation()
        let writer = LineWriter(descriptor: conversation.eventsWrite)
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0...(ControlLoop.outputBytesMax >> 20) + 1 { writer.write(line) }
        #expect(writer.isBroken)
        await writer.close(within: .milliseconds(10))
        close(conversation.eventsRead)
        close(conversation.eventsWrite)
    }
}
