import Core
import Foundation
import NIOHTTP1
import Stream

/// The state of a ``FakeServer``: tokens, groups, and a ring of everything that was sent. On one event loop.
final class FakeHub {
    var script: FakeServer.Script
    private(set) var sockets: [FakeSocket] = []
    /// Request targets in their order.
    private(set) var requests: [String] = []
    /// Hub calls, as `method(arguments)`.
    private(set) var calls: [String] = []
    private(set) var aborts = 0
    var politeCloses = 0
    var pongs = 0
    /// Every frame so far was masked.
    var masked = true
    private var nextToken = 1
    /// Id and audience of everything that was sent; ids begin at 1.
    private var sent: [(audience: Audience, entry: String)] = []
    private var groups: [String: Set<String>] = [:]

    init(_ script: FakeServer.Script) {
        self.script = script
    }

    func answer(_ target: String) -> (HTTPResponseStatus, String) {
        requests.append(target)
        switch Self.action(of: target) {
        case "negotiate":
            guard script.negotiateFailures == 0 else {
                script.negotiateFailures -= 1
                return (.serviceUnavailable, "busy")
            }
            nextToken += 1
            return (.ok, negotiation())
        case "start": return (.ok, #"{ "Response": "started" }"#)
        case "abort":
            aborts += 1
            return (.ok, "")
        default: return (.badRequest, "")
        }
    }

    private func negotiation() -> String {
        """
        {"Url":"/signalr","ConnectionToken":"t\(nextToken)","ConnectionId":"t\(nextToken)",\
        "KeepAliveTimeout":\(script.keepAliveTimeoutSeconds),"DisconnectTimeout":\(script.disconnectTimeoutSeconds),\
        "ConnectionTimeout":110.0,"TryWebSockets":true,"ProtocolVersion":"2.0","TransportConnectTimeout":5.0,\
        "LongPollDelay":0.0}
        """
    }

    func admits(_ target: String) -> Bool {
        requests.append(target)
        if Self.action(of: target) == "reconnect", script.reconnectFailures > 0 {
            script.reconnectFailures -= 1
            return false
        }
        return sockets.count < script.connectionsMax
    }

    func opened(_ socket: FakeSocket) {
        sockets.append(socket)
        let token = Self.parameter("connectionToken", of: socket.target) ?? ""
        if Self.action(of: socket.target) == "connect" {
            groups[token] = []
            socket.send(#"{"C":"s-0,\#(hex(sent.count))","S":1,"M":[]}"#)
            return
        }
        let restored = Self.parameter("groupsToken", of: socket.target)?.split(separator: ",").map(String.init) ?? []
        groups[token] = Set(restored)
        let cursor = Self.parameter("messageId", of: socket.target)?.split(separator: ",").last ?? ""
        let position = Int(cursor, radix: 16) ?? sent.count
        for index in position..<max(position, sent.count) where isFor(socket, sent[index].audience) {
            deliver([index], to: socket)
        }
    }

    func closed(_ socket: FakeSocket) {
        sockets.removeAll { $0 === socket }
    }

    func received(_ text: String, from socket: FakeSocket) {
        guard let call = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let method = call["M"] as? String, let values = call["A"] as? [Any], let id = call["I"] as? String
        else { return calls.append("unreadable: \(text)") }
        let arguments = values.map { "\($0)" }
        calls.append("\(method)(\(arguments.joined(separator: ",")))")
        if script.unanswered.contains(method) { return }
        if let log = script.log, method == "OpenSession" || method.hasPrefix("Append") {
            return append(method, arguments, id, log, socket)
        }
        if method.hasPrefix("Publish"), script.publishFailures > 0 {
            script.publishFailures -= 1
            let outcome = script.publishFailure == .fail ? "fail" : "info"
            return socket.send(#"{"I":"\#(id)","H":true,"E":"not now","D":{"outcome":"\#(outcome)"}}"#)
        }
        if method.hasPrefix("Publish"), script.deliveriesSwallowed > 0 {
            script.deliveriesSwallowed -= 1
            return socket.send(#"{"I":"\#(id)"}"#)
        }
        switch method {
        case "PublishAll": publish(.all, arguments[0])
        case "PublishGroup": publish(.group(arguments[0]), arguments[1])
        case "PublishUser": publish(.user(arguments[0]), arguments[1])
        case "Join":
            let token = Self.parameter("connectionToken", of: socket.target) ?? ""
            groups[token, default: []].insert(arguments[0])
            let list = groups[token, default: []].sorted().joined(separator: ",")
            socket.send(#"{"C":"s-0,\#(hex(sent.count))","G":"\#(list)","M":[]}"#)
        case "Leave":
            let token = Self.parameter("connectionToken", of: socket.target) ?? ""
            groups[token, default: []].remove(arguments[0])
            let list = groups[token, default: []].sorted().joined(separator: ",")
            socket.send(#"{"C":"s-0,\#(hex(sent.count))","G":"\#(list)","M":[]}"#)
        case "Echo": return socket.send(#"{"R":"\#(arguments[0])","I":"\#(id)"}"#)
        default: return socket.send(#"{"I":"\#(id)","E":"no such method"}"#)
        }
        socket.send(#"{"I":"\#(id)"}"#)
    }

    private func append(_ method: String, _ arguments: [String], _ id: String, _ log: FakeLog, _ socket: FakeSocket) {
        guard method != "OpenSession" else { return socket.send(#"{"R":"\#(log.open().text)","I":"\#(id)"}"#) }
        let before = log.lines.count
        let session = PublisherSession(text: arguments[0])
        let (fate, answer) = log.append(session, UInt64(arguments[1]) ?? 0, arguments.last ?? "")
        if log.lines.count > before {
            publish(method == "AppendAll" ? .all : .group(arguments[2]), arguments.last ?? "")
        }
        switch fate {
        case .well, .refused: socket.send(#"{"R":"\#(answer.text)","I":"\#(id)"}"#)
        case .error, .expiry: socket.send(#"{"I":"\#(id)","E":"There was an error"}"#)
        case .unanswered, .lost: break
        case .broken: socket.close()
        }
    }

    func publish(_ audience: Audience, _ payload: String) {
        sent.append((audience, #"{"H":"RollcallHub","M":"deliver","A":["\#(payload)"]}"#))
        for socket in sockets where isFor(socket, audience) { deliver([sent.count - 1], to: socket) }
    }

    /// Sends what was sent before, in one frame.
    func deliver(_ indices: [Int], to socket: FakeSocket) {
        let entries = indices.map { sent[$0].entry }.joined(separator: ",")
        socket.send(#"{"C":"s-0,\#(hex((indices.max() ?? 0) + 1))","M":[\#(entries)]}"#)
    }

    private func isFor(_ socket: FakeSocket, _ audience: Audience) -> Bool {
        switch audience {
        case .all, .app: true
        case .user(let name): Self.parameter("user", of: socket.target) == name
        case .group(let name):
            groups[Self.parameter("connectionToken", of: socket.target) ?? "", default: []].contains(name)
        }
    }

    private func hex(_ number: Int) -> String { String(number, radix: 16, uppercase: true) }

    static func action(of target: String) -> String {
        String(target.prefix { $0 != "?" }.split(separator: "/").last ?? "")
    }

    static func parameter(_ name: String, of target: String) -> String? {
        URLComponents(string: target)?.queryItems?.first { $0.name == name }?.value
    }
}
