import Core
import NIOCore
import NIOPosix
import Redis
import Runtime
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct RecordTests {
        @Test func recordsEveryHopOfAMessage() async throws {
            let directory = try ScratchDirectory(prefix: "rollcall-test-node")
            defer { directory.remove() }
            func path(_ node: NodeID) -> String { "\(directory.path)/\(node).history" }
            let fields = MessageFields(run: RunID(0xABCD_0001), publisher: PublisherID(3), sequence: 8, sentAt: 5)
            try await withNodes(2, settings: { $0.history = path($0.node) }) { _, nodes in
                let here = try await TestClient.connect(port: nodes[0].port)
                let there = try await TestClient.connect(port: nodes[1].port)
                let again = try await TestClient.connect(port: nodes[1].port)
                let payload = String(decoding: MessagePayload.encode(fields, size: 128), as: UTF8.self)
                try await here.call("PublishAll", payload)
                for client in [here, there, again] { #expect(try await client.receive(1) == [payload]) }
            }
            let first = try hops(path(NodeID(1)))
            #expect(first == ["backplane 1", "accepted 0", "received 4", "handed 1", "written 4"].sorted())
            #expect(try hops(path(NodeID(2))) == ["backplane 1", "received 4", "handed 2"].sorted())
        }

        private func hops(_ path: String) throws -> [String] {
            var records: [HistoryRecord] = []
            let condition = HistoryFile(name: path, in: "").forEach { records.append($0) }
            #expect(condition.ending == .closed)
            return records.map { record in
                switch record.kind {
                case .backplane: "backplane \(record.flags)"
                default:
                    record.publisher == 3 && record.sequence == 8 ? "\(record.kind) \(record.extra)" : "\(record)"
                }
            }.sorted()
        }

        /// What is on the channel is what the reference says, byte for byte.
        @Test func payloadOnTheChannelIsThatOfTheOriginal() async throws {
            try await withNodes { redis, nodes in
                let (payloads, continuation) = AsyncStream<[UInt8]>.makeStream()
                let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
                let witness = try await eventLoop.flatSubmit {
                    let subscriber = RedisSubscriber(options: .init(address: redis.address), on: eventLoop)
                    subscriber.onMessage = { _, payload in continuation.yield(Array(payload.readableBytesView)) }
                    subscriber.start()
                    let bound = NIOLoopBound(subscriber, eventLoop: eventLoop)
                    return subscriber.subscribe("rollcall-test").map { bound }
                }.get()
                let client = try await TestClient.connect(port: nodes[0].port)
                try await client.call("PublishAll", "hi")
                var iterator = payloads.makeAsyncIterator()
                _ = await iterator.next()
                let bytes = try #require(await iterator.next())
                let id = client.negotiation.connectionID
                let value = #"{"H":"RollcallHub","M":"deliver","A":["hi"]}"#
                let message =
                    [1, 0, 0, 0, 36] + Array(id.utf8) + [13] + Array("h-RollcallHub".utf8)
                    + [UInt8(value.utf8.count), 0, 0, 0] + Array(value.utf8) + [0, 0, 0, 0]
                let head = Array("2 ".utf8) + [UInt8(message.count + 8), 0, 0, 0] + message
                #expect(Array(bytes.dropLast(8)) == head)
                #expect(bytes.last == 8)
                try await eventLoop.submit { witness.value.close() }.get()
            }
        }
    }
}
