import Core
import FoundationEssentials
import Redis
import Runtime
import Stream
import TestSupport
import Testing

@testable import Orchestrator

extension RealProcesses {
    /// The witness of the `stream` backplane at real servers.
    @Suite(.timeLimit(.minutes(3))) struct StreamWitnessTests {
        private static let run = RunID(1)
        private static let wire = LogWire(keys: StreamKeys(prefix: "rollcall"))

        /// Runs commands of the log on one server.
        @discardableResult
        private func log(_ server: Orchestrator.RedisServer, _ commands: LogCommand...) async throws -> [LogReply] {
            try await server.door.talk { client in
                var replies: [LogReply] = []
                for command in commands {
                    let words = Self.wire.arguments(of: command)
                    let reply = try await client.send(
                        RedisCommand(String(decoding: words[0], as: UTF8.self), arguments: words.dropFirst())
                    )
                    replies.append(Self.wire.reply(WireReply(reply), to: command))
                }
                return replies
            }
        }

        private func payload(_ sequence: UInt32) -> [UInt8] {
            MessagePayload.encode(
                MessageFields(run: Self.run, publisher: PublisherID(1), sequence: sequence, sentAt: 1),
                size: 64
            )
        }

        private func append(
            _ server: Orchestrator.RedisServer,
            _ id: LogID,
            _ session: PublisherSession,
            _ sequences: ClosedRange<UInt32>,
            before: UInt32 = 0
        )
            async throws
        {
            for sequence in sequences {
                let content = EntryContent.message(Target(["a"]), payload: payload(sequence))
                let request = AppendRequest(session: session, sequence: UInt64(sequence - before), content: content)
                let replies = try await log(server, .append(id, [request]))
                guard case .appended(let outcomes) = replies[0], case .appended = outcomes[0] else {
                    Issue.record("not appended: \(replies)")
                    return
                }
            }
        }

        private func found(_ server: Orchestrator.RedisServer, _ id: LogID) async throws -> PublisherSession {
            try await log(server, .found(id, replacing: nil))
            let opened = try await log(server, .open(id, salt: 5))
            guard case .opened(let number) = opened[0] else { throw HarnessError(.bug, "\(opened)") }
            return PublisherSession(number: number, salt: 5)
        }

        /// `1`, `2`, `back 0`, in the order in which one witness recorded it.
        private func recorded(_ folder: RunFolder, _ server: String) -> (news: [String], windows: Int) {
            var (news, windows): ([String], Int) = ([], 0)
            let file = HistoryFile(name: "histories/witness-\(server).history", in: folder.path)
            let condition = file.forEach { record in
                switch record.kind {
                case .carried: news.append("\(record.extra):\(record.sequence)")
                case .logWentBack: news.append("back \(record.extra)")
                case .witnessListening: windows += 1
                default: break
                }
            }
            #expect(condition.ending == .closed)
            return (news, windows)
        }

        @Test func itSeesWhatEachServerHeldThroughFlushesAndRestarts() async throws {
            try await supervised { supervisor, scratch in
                let spec = RedisSpec(mode: .replica, replicas: 1, persistence: .aof, defaults: StreamRedis.lines)
                let redis = try await RedisTopology.start(
                    spec,
                    folder: scratch.path + "/redis",
                    supervisor: supervisor
                )
                let nodes = NodesSpec(backplane: .stream)
                let scenario = Scenario(name: "s", redis: spec, nodes: nodes, traffic: [TrafficSpec(count: 1)])
                let plan = RunPlan(scenario: scenario, seed: 1, run: Self.run)
                let folder = try RunFolder.create(under: scratch.path, scenario: "s", seed: 1, now: Date())
                var witnesses: [StreamWitness] = []
                for server in plan.dataServers {
                    let post = WitnessPost(server, of: .own(redis), plan: plan, folder: folder) {
                        Issue.record("\($0)")
                    }
                    witnesses.append(try await StreamWitness.begin(post))
                }
                let (master, replica) = (redis.servers[0], redis.servers[1])
                let first = try await found(master, LogID(1))
                try await append(master, LogID(1), first, 1...20)
                try await waitUntilAlike(redis)
                // What came while the replica was away is read when it is back.
                try await redis.end(replica, .kill)
                try await append(master, LogID(1), first, 21...30)
                try await redis.startAgain(replica, RedisReturn())
                try await redis.waitUntilRestored(replica)
                try await waitUntilAlike(redis)
                try await master.door.talk { try await $0.send("FLUSHALL") }
                try await Task.sleep(for: .milliseconds(300))
                let second = try await found(master, LogID(2))
                try await append(master, LogID(2), second, 31...33, before: 30)
                try await waitUntilAlike(redis)
                try await Task.sleep(for: .milliseconds(300))
                for witness in witnesses { try await witness.end() }
                let expected = (1...30).map { "\($0):\($0)" } + ["back 0", "1:31", "2:32", "3:33"]
                let (onMaster, onReplica) = (recorded(folder, "r1"), recorded(folder, "r2"))
                #expect(onMaster.news == expected)
                #expect(onMaster.windows == 1)
                #expect(onReplica.news == expected)
                #expect(onReplica.windows >= 2)
                try await checkKeys(of: master)
                try await redis.end()
            }
        }

        /// The keys of the log are known by their names, the sessions by their beginnings.
        private func checkKeys(of master: Orchestrator.RedisServer) async throws {
            var keys = BackplaneKeys(others: ["other"])
            keys.add(app: "rollcall", of: .stream)
            try await master.door.talk { client in
                try await client.send("SET", "other", "1")
                try await client.send("SET", "stranger", "1")
                #expect(try await keys.count(client) == 4)
                try await keys.remove(client)
                #expect(try await client.names(beginningWith: "") == ["stranger"])
            }
        }

        private func waitUntilAlike(_ redis: RedisTopology) async throws {
            let deadline = ContinuousClock.now + .seconds(20)
            var offsets: Set<String?> = []
            repeat {
                offsets = []
                for server in redis.servers {
                    offsets.insert(try await server.door.info("replication")["master_repl_offset"])
                }
                if offsets.count == 1 { return }
                try await Task.sleep(for: .milliseconds(10))
            } while ContinuousClock.now < deadline
            Issue.record("the replica never caught up: \(offsets)")
        }
    }
}
