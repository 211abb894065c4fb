import Balancer
import Core
import Logging
import NIOPosix
import Synchronization
import Testing

extension RealProcesses {
    @Suite(.timeLimit(.minutes(1))) struct BalancerServerTests {
        /// Runs `body` with a balancer before these backends, and ends all of them.
        private func balance(
            _ backends: [TestBackend],
            _ policy: BalancerSpec.Policy = .roundRobin,
            healthChecks: Bool = false,
            _ body: (UInt16, BalancerServer, Reports) async throws -> Void
        ) async throws {
            let reports = Reports()
            let server = try await BalancerServer.start(
                BalancerSettings(
                    nodes: backends.map(\.address),
                    policy: policy,
                    healthChecks: healthChecks,
                    seed: 7
                ),
                on: MultiThreadedEventLoopGroup.singleton.next(),
                logger: Logger(label: "balancer") { _ in SwiftLogNoOpLogHandler() }
            ) { reports.add($0) }
            defer { for backend in backends { backend.stop() } }
            do {
                try await body(server.port, server, reports)
                try await server.stop()
            } catch {
                try await server.stop()
                throw error
            }
        }

        private final class Reports: Sendable {
            private let list = Mutex<[BalancerEvent]>([])

            func add(_ event: BalancerEvent) { list.withLock { $0.append(event) } }

            /// Waits until a node counts as well, or not.
            func health(of wanted: NodeID, isUp: Bool) async throws {
                let deadline = ContinuousClock.now + .seconds(20)
                while ContinuousClock.now < deadline {
                    let last = list.withLock { $0 }.last {
                        if case .health(wanted, _, _) = $0 { true } else { false }
                    }
                    if case .health(_, isUp, _)? = last { return }
                    try await Task.sleep(for: .milliseconds(5))
                }
                throw TestFailure("\(wanted) did not become \(isUp ? "well" : "unwell")")
            }
        }

        private static let request = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n"

        /// The whole answer to a request.
        private func ask(_ port: UInt16, _ request: String = request) async throws -> String {
            try await blocking {
                let socket = try TestSocket(port: port)
                defer { socket.close() }
                try socket.send(request)
                return String(decoding: try socket.receiveAll().bytes, as: UTF8.self)
            }
        }

        @Test func connectionsGoInTurn() async throws {
            try await balance([try TestBackend(1), try TestBackend(2)]) { port, server, _ in
                var answers: [String] = []
                for _ in 0..<4 { answers.append(String(try await ask(port).suffix(2))) }
                #expect(answers == ["n1", "n2", "n1", "n2"])
                #expect(try await server.status().map(\.total) == [2, 2])
            }
        }

        @Test func aDeadNodeIsPassedOverBeforeTheClientNotices() async throws {
            let dead = try TestBackend(1)
            try await balance([dead, try TestBackend(2)]) { port, _, _ in
                dead.stop()
                for _ in 0..<4 {
                    let answer = try await ask(port)
                    #expect(answer.hasSuffix("n2"))
                }
            }
        }

        @Test func whereNobodyIsWellTheAnswerIs503() async throws {
            let dead = try TestBackend(1)
            try await balance([dead]) { port, _, _ in
                dead.stop()
                let answer = try await ask(port)
                #expect(answer.hasPrefix("HTTP/1.1 503 "))
                #expect(answer.hasSuffix("no node took the connection: n1 refused"))
            }
        }

        @Test func aNodeThatIsNotWellGetsNobodyUntilItIs() async throws {
            let backends = [try TestBackend(1), try TestBackend(2)]
            try await balance(backends, healthChecks: true) { port, _, reports in
                backends[0].say("503 Service Unavailable")
                try await reports.health(of: NodeID(1), isUp: false)
                for _ in 0..<4 {
                    let answer = try await ask(port)
                    #expect(answer.hasSuffix("n2"))
                }
                backends[0].say("200 OK")
                try await reports.health(of: NodeID(1), isUp: true)
                var answers: Set<String> = []
                for _ in 0..<2 { answers.insert(String(try await ask(port).suffix(2))) }
                #expect(answers == ["n1", "n2"])
            }
        }

        @Test func aCookieKeepsAClientAtItsNode() async throws {
            try await balance([try TestBackend(1), try TestBackend(2)], .sticky) { port, _, _ in
                let first = try await ask(port)
                #expect(first.contains("\r\nSet-Cookie: rollcall-node=n1; Path=/; HttpOnly\r\n"))
                #expect(first.hasSuffix("n1"))
                for _ in 0..<3 {
                    let again = try await ask(port, "GET / HTTP/1.1\r\nCookie: rollcall-node=n1\r\n\r\n")
                    #expect(again.hasSuffix("n1") && !again.contains("Set-Cookie"))
                }
            }
        }

        @Test func otherNodesCanBeNamedWhileItRuns() async throws {
            let (first, second) = (try TestBackend(1), try TestBackend(2))
            try await balance([first]) { port, server, _ in
                let before = try await ask(port)
                #expect(before.hasSuffix("n1"))
                try await server.replace(with: [second.address])
                let after = try await ask(port)
                #expect(after.hasSuffix("n2"))
            }
            second.stop()
        }

        @Test func aFinIsPassedAndTheOtherDirectionStaysOpen() async throws {
            let backend = try TestBackend(1) { _, socket, head in
                let rest = try socket.receiveAll()
                try socket.send("\(head.count) \(rest.bytes.count) \(rest.ending)")
                socket.close()
            }
            try await balance([backend]) { port, _, _ in
                let answer = try await blocking {
                    let socket = try TestSocket(port: port)
                    defer { socket.close() }
                    try socket.send(Self.request)
                    try socket.send([UInt8](repeating: 1, count: 100_000))
                    socket.finish()
                    return try socket.receiveAll()
                }
                // Bytes may come with the head.
                let words = String(decoding: answer.bytes, as: UTF8.self).split(separator: " ")
                #expect(words.prefix(2).compactMap { Int($0) }.reduce(0, +) == Self.request.count + 100_000)
                #expect(words.last == "end")
                #expect(answer.ending == .end)
            }
        }

        @Test func aResetIsPassedAsAReset() async throws {
            let endings = Mutex<[TestSocket.Received]>([])
            let backend = try TestBackend(1) { _, socket, head in
                try socket.send("go")
                if head.hasPrefix("GET /reset ") {
                    _ = try socket.receive()
                    socket.reset()
                } else {
                    let ending = try socket.receiveAll().ending
                    endings.withLock { $0.append(ending) }
                    socket.close()
                }
            }
            try await balance([backend]) { port, _, _ in
                let fromNode = try await blocking {
                    let socket = try TestSocket(port: port)
                    defer { socket.close() }
                    try socket.send("GET /reset HTTP/1.1\r\n\r\n")
                    guard case .bytes = try socket.receive() else { throw TestFailure("no answer") }
                    try socket.send("now")
                    return try socket.receiveAll().ending
                }
                #expect(fromNode == .reset)
                try await blocking {
                    let socket = try TestSocket(port: port)
                    try socket.send(Self.request)
                    guard case .bytes = try socket.receive() else { throw TestFailure("no answer") }
                    socket.reset()
                }
                let deadline = ContinuousClock.now + .seconds(20)
                while endings.withLock({ $0.isEmpty }), ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(2))
                }
                #expect(endings.withLock { $0 } == [.reset])
            }
        }

        @Test func nothingIsLostWhenOneSideReadsSlowly() async throws {
            let size = 16 << 20
            let backend = try TestBackend(1) { _, socket, _ in
                try socket.send((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
                socket.close()
            }
            try await balance([backend]) { port, _, _ in
                let answer = try await blocking {
                    let socket = try TestSocket(port: port)
                    defer { socket.close() }
                    try socket.send(Self.request)
                    var first = try socket.receive()
                    // The node is done with its writes long before this is read.
                    usleep(100_000)
                    var all: [UInt8] = []
                    while case .bytes(let bytes) = first {
                        all += bytes
                        first = try socket.receive()
                    }
                    return all
                }
                #expect(answer == (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            }
        }

        @Test func aHeadThatNeverEndsIsRefused() async throws {
            try await balance([try TestBackend(1)]) { port, _, _ in
                let answer = try await ask(port, "GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 20_000))
                #expect(answer.hasPrefix("HTTP/1.1 431 "))
            }
        }
    }
}
