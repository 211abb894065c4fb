import Core
import NIOCore
import NIOPosix
import Redis
import Stream
import TestSupport
import Testing

extension RealProcesses {
    /// The machine that ships, over a real Redis.
    @Suite(.timeLimit(.minutes(3))) struct RealLogTests {
        private static let durable = ["appendonly yes", "appendfsync always", "repl-diskless-sync-delay 0"]

        @Test func aNodeFoundsALogCommitsAndDelivers() async throws {
            try await withRedisServer(.init(config: Self.durable)) { server in
                var shell = Shell([server.address])
                try await shell.begin()
                try await shell.connectClient()
                try await shell.publish(3)
                #expect(shell.handed == [1, 2, 3])
                await shell.end()
            }
        }

        @Test func withAReplicaNothingIsAcknowledgedUntilItIsAttached() async throws {
            try await withRedisServer(.init(config: Self.durable)) { master in
                let config = Self.durable + ["replicaof 127.0.0.1 \(master.address.port)"]
                try await withRedisServer(.init(config: config)) { replica in
                    var shell = Shell([master.address, replica.address])
                    try await shell.begin()
                    try await shell.connectClient()
                    try await shell.publish(5)
                    #expect(shell.handed == [1, 2, 3, 4, 5])
                    #expect(shell.node.reign != Reign.alone)
                    // Away: what is published stays open and is handed to nobody.
                    try await shell.configure(replica.address, "REPLICAOF", "NO", "ONE")
                    shell.node.publish(6, .message(Target(["all"]), payload: [6]))
                    try await shell.work(steps: 4)
                    #expect(!shell.published.contains(6))
                    #expect(shell.handed.count == 5)
                    // Back: it is there once.
                    try await shell.configure(replica.address, "REPLICAOF", "127.0.0.1", "\(master.address.port)")
                    try await shell.work(until: { $0.handed.count == 6 })
                    #expect(shell.published.contains(6))
                    #expect(shell.handed == [1, 2, 3, 4, 5, 6])
                    await shell.end()
                }
            }
        }

        @Test func flushedDataIsTold() async throws {
            try await withRedisServer(.init(config: Self.durable)) { server in
                var shell = Shell([server.address])
                try await shell.begin()
                try await shell.connectClient()
                try await shell.publish(2)
                try await shell.configure(server.address, "FLUSHALL")
                try await shell.work(until: { $0.told == [.startedAnew] })
                await shell.end()
            }
        }
    }
}

/// The least shell that a node can have: one command after the other.
private struct Shell {
    var node: LogNode
    /// The numbers of messages that the client was handed.
    private(set) var handed: [UInt8] = []
    private(set) var published: Set<UInt64> = []
    private(set) var told: [GapReason] = []
    private let servers: [RedisAddress]
    private let wire = LogWire(keys: StreamKeys(prefix: "test"))
    private var redis: AsyncRedisClient?
    private var isConnected = false
    private var now: UInt64 = 0
    private var ready: [LogNodeEffect] = []

    init(_ servers: [RedisAddress]) {
        self.servers = servers
        let addresses = servers.map { ServerAddress(host: $0.host, port: $0.port) }
        node = LogNode(LogNodeSettings(participant: ParticipantSettings(node: "n1", servers: addresses)), seed: 7)
    }

    mutating func begin() async throws {
        node.start()
        try await work(until: { $0.node.provedLog != nil })
    }

    mutating func connectClient() async throws {
        node.connect(1, connection: "c1", addresses: ["all", "c1"], ticket: 1_000)
        try await work(until: { $0.isConnected })
    }

    /// Publishes messages 1, 2, 3 ... and waits until they are acknowledged and handed over.
    mutating func publish(_ count: UInt8) async throws {
        for number in 1...count {
            node.publish(UInt64(number), .message(Target(["all", "c1"]), payload: [number]))
        }
        try await work(until: { $0.handed.count == Int(count) && $0.published.count == Int(count) + 1 })
    }

    mutating func work(until isDone: (Shell) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !isDone(self) {
            try #require(ContinuousClock.now < deadline, "it never came to that")
            try await work(steps: 1)
        }
    }

    /// Does what the node wants, and lets its timer fire.
    mutating func work(steps: Int) async throws {
        for _ in 0..<steps {
            var effects = node.takeEffects()
            if effects.isEmpty {
                now += 200
                node.tick(now: now)
                effects = node.takeEffects()
            }
            for effect in effects { try await perform(effect) }
        }
    }

    private mutating func perform(_ effect: LogNodeEffect) async throws {
        switch effect {
        case .locate: node.located(ServerAddress(host: servers[0].host, port: servers[0].port))
        case .connect:
            redis = try await client(servers[0])
            node.connected()
        case .disconnect:
            await redis?.close()
            redis = nil
        case .send(let pipeline, let commands):
            var replies: [LogReply] = []
            for command in commands { replies.append(try await reply(to: command)) }
            node.answered(pipeline, replies)
        case .frame(let frame):
            isConnected = true
            handed += frame.entries.compactMap { entry in
                if case .message(_, let payload) = entry.content { payload.first } else { nil }
            }
        case .published(let ticket, _): published.insert(ticket)
        case .told(_, let reason): told.append(reason)
        case .delivered, .resolved, .opened, .publishUnknown, .adopted, .startedAnew, .trouble: break
        }
    }

    private func reply(to command: LogCommand) async throws -> LogReply {
        guard let redis else { return .failed("ERR no connection") }
        var words = wire.arguments(of: command)
        let name = String(decoding: words.removeFirst(), as: UTF8.self)
        do {
            return wire.reply(WireReply(try await redis.send(RedisCommand(name, arguments: words))), to: command)
        } catch let error as RedisError {
            guard let line = error.reply else { throw error }
            return wire.reply(.error(line), to: command)
        }
    }

    private func client(_ address: RedisAddress) async throws -> AsyncRedisClient {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        return try await AsyncRedisClient.connect(
            options: RedisOptions(address: address),
            on: loop,
            patience: .seconds(10)
        )
    }

    func configure(_ address: RedisAddress, _ words: String...) async throws {
        let redis = try await client(address)
        try await redis.send(RedisCommand(words[0], arguments: words.dropFirst()))
        await redis.close()
    }

    func end() async { await redis?.close() }
}
