import Core
import Foundation
import Testing

/// Any JSON, so that what a document shows can be compared with what the code writes.
private enum JSON: Hashable, Codable {
    case null, bool(Bool), number(Double), text(String), list([JSON]), object([String: JSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }

    subscript(key: String) -> JSON? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }
}

@Suite("docs/control-protocol.md")
struct ControlProtocolDocumentTests {
    /// The fenced examples of one kind: settings as one text, everything else line by line.
    private func examples(_ kind: String) throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/control-protocol.md"), encoding: .utf8)
        let parts = text.components(separatedBy: "```json \(kind)\n")
        #expect(parts.count == 2, "one block of \(kind)")
        let block = try #require(parts.last?.components(separatedBy: "```").first)
        return kind.hasSuffix("settings") ? [block] : block.split(separator: "\n").map(String.init)
    }

    /// Decodes each example, and checks that writing it again gives the very fields that the document shows.
    private func check<Message: Codable>(_ type: Message.Type, _ kind: String, named key: String?) throws -> Set<String>
    {
        var names: Set<String> = []
        for example in try examples(kind) {
            let data = Data(example.utf8)
            let message = try JSONDecoder().decode(type, from: data)
            let shown = try JSONDecoder().decode(JSON.self, from: data)
            let written = try JSONDecoder().decode(JSON.self, from: JSONEncoder().encode(message))
            #expect(written == shown)
            if let key, case .text(let name) = shown[key] { names.insert(name) }
        }
        return names
    }

    @Test("Shows the settings with every field")
    func settings() throws {
        _ = try check(NodeSettings.self, "node.settings", named: nil)
        _ = try check(ClientSettings.self, "client.settings", named: nil)
        _ = try check(BalancerSettings.self, "balancer.settings", named: nil)
    }

    @Test("Shows every command")
    func commands() throws {
        #expect(try check(NodeCommand.self, "node.command", named: "command") == ["stop", "status", "arm", "disarm"])
        #expect(
            try check(ClientCommand.self, "client.command", named: "command")
                == [
                    "connect", "start", "nodes", "finish", "probeNodes", "settle", "probe", "stop", "undo", "drop",
                    "freeze", "join", "leave", "churn", "close", "open", "burst", "pause", "pace",
                ]
        )
    }

    @Test("Shows what a balancer hears and says")
    func balancer() throws {
        #expect(try check(BalancerCommand.self, "balancer.command", named: "command") == ["nodes", "status", "stop"])
        #expect(
            try check(BalancerEvent.self, "balancer.event", named: "event") == [
                "listening", "health", "status", "failed",
            ]
        )
    }

    @Test("Shows every event")
    func events() throws {
        #expect(
            try check(NodeEvent.self, "node.event", named: "event")
                == ["listening", "ready", "backplane", "status", "failpoint", "failed"]
        )
        #expect(
            try check(ClientEvent.self, "client.event", named: "event")
                == [
                    "ready", "progress", "connected", "trafficDone", "finished", "settled", "nodesProbed", "probed",
                    "applied", "restored", "failed",
                ]
        )
    }

    @Test("An unknown name is refused with a pointer to the document")
    func unknown() throws {
        let data = Data(#"{"command":"explode"}"#.utf8)
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(ClientCommand.self, from: data) }
        #expect("\(try #require(error))".contains("docs/control-protocol.md"))
    }
}
